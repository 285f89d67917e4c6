import { expect } from "chai";
import type { Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { type Deployed, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { asHex, freshHouse, GWEI, type House, LIMITS } from "#test/contracts/support/house.ts";

/** The token units that are one quantum, for a token of 18 decimals. */
export const TOKEN_QUANTUM = 10n ** 12n;
/** What alice has deposited in a house with a token, in quanta. */
export const TOKEN_FUNDS = 1_000n * GWEI;
export const FREE_BALANCE = asHex(ethers.ZeroHash);

type Erc20 = "mint" | "approve" | "balanceOf";

/** The functions of every hostile contract. */
type Functions = {
  PlainToken: Erc20 | "confiscate";
  FeeOnTransferToken: Erc20 | "setFeeBps";
  FalseReturningToken: Erc20 | "setFrozen";
  LyingToken: Erc20 | "setLying";
  NonReturningToken: Erc20;
  BlacklistingToken: Erc20 | "setBlacklisted";
  HookingToken: Erc20;
  ReturnBombingToken: Erc20 | "setAnswer";
  GasBurningToken: Erc20 | "setBurning";
  ReenteringWallet: "run" | "setRefusing" | "isRefusing";
};

type TokenName = Exclude<keyof Functions, "ReenteringWallet">;

export type ExitLeaf = { readonly account: string; readonly quanta: bigint; readonly batchId: Hex };

export async function deployHostile<Name extends keyof Functions>(
  name: Name,
  args: readonly unknown[] = [],
  transaction: { value?: bigint } = {},
): Promise<Deployed<Functions[Name]>> {
  const contract: unknown = await ethers.deployContract(name, [...args], transaction);
  return contract as Deployed<Functions[Name]>;
}

/** A house that also carries a token, of which alice deposited some and the house owes nothing any more. */
export async function houseWith<Name extends TokenName>(name: Name) {
  const house = await freshHouse();
  const token = await deployHostile(name);
  const tokenAddress = asHex(await token.getAddress());
  await house.vault.listToken(tokenAddress, TOKEN_QUANTUM, LIMITS);
  await giveTokens({ house, token: token as unknown as Deployed<Erc20> }, house.alice, TOKEN_FUNDS);
  await house.vault.connect(house.alice).depositToken(tokenAddress, TOKEN_FUNDS * TOKEN_QUANTUM);
  await publishOwing(house, tokenAddress, []);
  return { house, token, tokenAddress };
}

/** Mints tokens to an account, and approves the vault to take them. */
export async function giveTokens(
  { house, token }: { house: House; token: Deployed<Erc20> },
  account: House["alice"],
  quanta: bigint,
): Promise<void> {
  await token.mint(account.address, quanta * TOKEN_QUANTUM);
  await token.connect(account).approve(house.vaultAddress, quanta * TOKEN_QUANTUM);
}

/** Publishes a checkpoint of at most one leaf, which is then its own root and needs no proof. */
export async function publishOwing(house: House, token: Hex, leaves: readonly [ExitLeaf?]): Promise<void> {
  const { vault, operator } = house;
  const [leaf] = leaves;
  await vault
    .connect(operator)
    .publishCheckpoint(
      token,
      (await vault.checkpointEpoch(token)) + 1n,
      leaf === undefined ? ethers.ZeroHash : leafHashOf(token, leaf),
      leaf?.quanta ?? 0n,
      await vault.enteredTotal(token),
      await vault.executedTotal(token),
    );
}

export async function openExit(house: House): Promise<void> {
  await networkHelpers.time.increaseTo(await house.vault.exitAvailableAt());
  await house.vault.connect(house.nobody).activateExit();
}

/** Holds after whatever a token or a recipient did: the vault has what it owes. */
export async function expectSolvent(house: House, token: Hex = NATIVE_TOKEN): Promise<void> {
  expect(await heldOf(house, token)).to.be.at.least(await house.vault.liabilities(token));
}

async function heldOf(house: House, token: Hex): Promise<bigint> {
  if (token === NATIVE_TOKEN) return (await ethers.provider.getBalance(house.vaultAddress)) / GWEI;
  const contract = await ethers.getContractAt("PlainToken", token);
  return (await contract.balanceOf!(house.vaultAddress)) / TOKEN_QUANTUM;
}

function leafHashOf(token: Hex, { account, quanta, batchId }: ExitLeaf): string {
  const types = ["address", "address", "uint256", "bytes32"];
  const encoded = ethers.AbiCoder.defaultAbiCoder().encode(types, [account, token, quanta, batchId]);
  return ethers.keccak256(ethers.keccak256(encoded));
}
