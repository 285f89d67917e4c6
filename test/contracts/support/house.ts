import type { Hex } from "#domain/chain/hex.ts";
import { type PayoutEntry, packEntries } from "#domain/chain/payoutEntries.ts";
import { NATIVE_TOKEN, type PayoutBatch, payoutBatchTypes, vaultDomain } from "#domain/chain/typedData.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";

export const GWEI = 1_000_000_000n;
/** One coin in quanta. */
export const COIN = GWEI;
export const LIMITS = {
  batchCap: 1_000n * COIN,
  outflowCapacity: 2_000n * COIN,
  outflowRefillPerSecond: COIN,
};
export const ROLES = { guardian: 1n, operator: 2n, treasury: 3n } as const;
export const ZERO_WORD = asHex(ethers.ZeroHash);
export const FUNDS = 5_000n * COIN;

export type SignedBatch = { readonly batch: PayoutBatch; readonly entries: Hex; readonly signature: string };

/** Who may call what beside the admin. */
const ROLE_FUNCTIONS = [
  { role: ROLES.guardian, names: ["pauseEntries", "pausePayouts"] },
  { role: ROLES.operator, names: ["publishCheckpoint"] },
  { role: ROLES.treasury, names: ["treasuryTransfer"] },
] as const;

/**
 * A vault with money in it, and a first checkpoint that says that all of it is the house's. Everybody acts without
 * delay, so that tests read straight on.
 */
export async function deployHouse() {
  const [admin, guardian, signer, relayer, operator, treasurer, alice, bob, nobody] =
    await ethers.getSigners();
  const manager = await deploy("AccessManager", [admin!.address]);
  const args = [await manager.getAddress(), signer!.address, LIMITS] as const;
  const vault = await deploy("Vault", args);
  const vaultAddress = await vault.getAddress();

  for (const { role, names } of ROLE_FUNCTIONS) {
    const selectors = names.map((name) => vault.interface.getFunction(name)!.selector);
    await manager.setTargetFunctionRole(vaultAddress, selectors, role);
  }
  await manager.grantRole(ROLES.guardian, guardian!.address, 0);
  await manager.grantRole(ROLES.operator, operator!.address, 0);
  await manager.grantRole(ROLES.treasury, treasurer!.address, 0);
  await vault.deposit({ value: FUNDS * GWEI });
  await vault.connect(operator!).publishCheckpoint(NATIVE_TOKEN, 1, ZERO_WORD, 0, FUNDS, 0);

  return {
    vault,
    manager,
    vaultAddress,
    admin: admin!,
    guardian: guardian!,
    signer: signer!,
    relayer: relayer!,
    operator: operator!,
    treasurer: treasurer!,
    alice: alice!,
    bob: bob!,
    nobody: nobody!,
  };
}

export type House = Awaited<ReturnType<typeof deployHouse>>;

/** A fresh house for each test, restored from a snapshot. */
export function freshHouse(): Promise<House> {
  return networkHelpers.loadFixture(deployHouse);
}

/** Packs and signs payments; each override lies about one field, or signs with other keys or for another domain. */
export async function signBatch(
  house: House,
  payments: readonly PayoutEntry[],
  overrides: Partial<PayoutBatch> & {
    signer?: House["signer"];
    chainId?: number;
    verifyingContract?: Hex;
  } = {},
): Promise<SignedBatch> {
  const { signer = house.signer, chainId, verifyingContract, ...fields } = overrides;
  const { entries, ...packed } = packEntries(payments);
  const batch: PayoutBatch = {
    batchId: nextBatchId(),
    token: NATIVE_TOKEN,
    ...packed,
    checkpointEpoch: 1n,
    signerEpoch: await house.vault.signerEpoch(),
    deadline: BigInt(await networkHelpers.time.latest()) + 3_600n,
    ...fields,
  };
  const ownChainId = Number((await ethers.provider.getNetwork()).chainId);
  const domain = vaultDomain(chainId ?? ownChainId, verifyingContract ?? asHex(house.vaultAddress));
  const types = { PayoutBatch: [...payoutBatchTypes.PayoutBatch] };
  return { batch, entries, signature: await signer.signTypedData(domain, types, batch) };
}

export function execute(house: House, signed: SignedBatch, transaction: { gasLimit?: bigint } = {}) {
  const { batch, entries, signature } = signed;
  return house.vault.connect(house.relayer).executeBatchPayouts(batch, entries, signature, transaction);
}

export async function pay(account: { getAddress(): Promise<string> }, quanta: bigint): Promise<PayoutEntry> {
  return { account: asHex(await account.getAddress()), quanta };
}

export function asHex(text: string): Hex {
  return text as Hex;
}

/** A fresh batch id from a counter, so that runs repeat. */
let lastId = 0n;
export function nextBatchId(): Hex {
  lastId += 1n;
  return asHex(ethers.keccak256(ethers.toBeHex(lastId, 32)));
}

/** Addresses that look random, the same ones in every run. */
export function freshAccounts(count: number): Hex[] {
  return Array.from({ length: count }, (_, index) =>
    asHex(ethers.dataSlice(ethers.id(`account ${index}`), 12)),
  );
}
