import { readFile, rm } from "node:fs/promises";
import { createPublicClient, createWalletClient, http, isAddress, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import { vaultAbi } from "#domain/abi/vault.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { invariant } from "#domain/errors.ts";
import { readArtifact } from "#scripts/deploy/artifacts.ts";
import { matchCode } from "#scripts/deploy/bytecode.ts";
import { deployVault } from "#scripts/deploy/deployVault.ts";
import { NonceTaken, RecordMismatch } from "#scripts/deploy/errors.ts";
import { writeFileAtomic } from "#scripts/runtime/atomicFile.ts";
import type { DemoWallets } from "#scripts/start/demoWallets.ts";
import { StartRefused } from "#scripts/start/errors.ts";

const GWEI_PER_COIN = 1_000_000_000n;
/** Generous for play, yet small enough that the limits can be seen to work. */
const LIMITS = {
  batchCapQuanta: 2_000n * GWEI_PER_COIN,
  outflowCapacityQuanta: 8_000n * GWEI_PER_COIN,
  outflowRefillQuantaPerSecond: 1n * GWEI_PER_COIN,
} as const;
/** Long enough to see that acts wait, short enough to wait for them. */
const ADMIN_DELAY_SECONDS = 60;
const TREASURY_DELAY_SECONDS = 60;
const BANKROLL_WEI = parseEther("5000");
const RECEIPT_POLL_MS = 200;

const OUTDATED =
  "The local vault was deployed by an earlier version of the contracts: begin anew with npm start -- --fresh.";

const VaultRecord = z.object({
  address: z.custom<`0x${string}`>((value) => typeof value === "string" && isAddress(value)),
  accessManager: z.string(),
  fairnessRegistry: z.string(),
  deployBlock: z.string().regex(/^\d+$/),
  chainId: z.int(),
});
export type VaultRecord = z.output<typeof VaultRecord>;
type Client = ReturnType<typeof createPublicClient>;

type Wanted = {
  rpcUrl: string;
  chainId: number;
  vaultFile: string;
  wallets: DemoWallets;
  /** Asked for only when a vault is deployed: opening a keystore is slow by design. */
  signer: () => Promise<`0x${string}`>;
};

/**
 * The local house's vault: the one remembered from an earlier start, or one deployed now and filled with the house's
 * bankroll. It is remembered only once both are done; a start that is cut off before goes on with what is deployed.
 * @throws StartRefused when the chain has lost a vault that the books know, or the vault is an earlier version's.
 */
export async function ensureVault(wanted: Wanted): Promise<VaultRecord> {
  const client = createPublicClient({ transport: http(wanted.rpcUrl), pollingInterval: RECEIPT_POLL_MS });
  const remembered = await readRecord(wanted.vaultFile);
  if (remembered !== undefined) return requireStanding(client, remembered);
  const record = await deployOrGoOn(wanted);
  await fundBankroll({ ...wanted, client, vault: record.address });
  await writeFileAtomic(wanted.vaultFile, JSON.stringify(record));
  await rm(deploymentFile(wanted), { force: true });
  return record;
}

/** @throws StartRefused for a record of an earlier version, which knew fewer contracts */
async function readRecord(vaultFile: string): Promise<VaultRecord | undefined> {
  const text = await readFile(vaultFile, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = VaultRecord.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new StartRefused(OUTDATED, { cause: parsed.error });
}

async function requireStanding(client: Client, record: VaultRecord): Promise<VaultRecord> {
  const code = await client.getCode({ address: record.address });
  if (code === undefined) {
    const message = `The chain has no vault at ${record.address} any more, but the database still counts its money: begin anew with npm start -- --fresh.`;
    throw new StartRefused(message);
  }
  if (matchCode(code, await readArtifact("Vault")) === "different") throw new StartRefused(OUTDATED);
  return record;
}

/** What a cut-off start left may not fit any more; nobody has used that vault, so another one takes its place. */
async function deployOrGoOn(wanted: Wanted): Promise<VaultRecord> {
  try {
    return await deploy(wanted);
  } catch (error) {
    if (!(error instanceof RecordMismatch) && !(error instanceof NonceTaken)) throw error;
    await rm(deploymentFile(wanted), { force: true });
    return deploy(wanted);
  }
}

async function deploy(wanted: Wanted): Promise<VaultRecord> {
  const { rpcUrl, chainId, wallets, signer } = wanted;
  const deployment = await deployVault({
    rpcUrl,
    chainId,
    deployerKey: wallets.admin.privateKey,
    admin: wallets.admin.address,
    guardian: wallets.guardian.address,
    operator: wallets.operator.address,
    treasury: wallets.treasury.address,
    signer: await signer(),
    adminDelaySeconds: ADMIN_DELAY_SECONDS,
    treasuryDelaySeconds: TREASURY_DELAY_SECONDS,
    recordPath: deploymentFile(wanted),
    ...LIMITS,
  });
  const { vault: address, accessManager, fairnessRegistry, deployBlock } = deployment;
  return { address, accessManager, fairnessRegistry, deployBlock: `${deployBlock}`, chainId };
}

/** Where a deployment that was cut off is picked up again. */
function deploymentFile({ vaultFile }: Wanted): string {
  return `${vaultFile}.deploying`;
}

async function fundBankroll(input: Wanted & { client: Client; vault: `0x${string}` }): Promise<void> {
  const { client, vault: address } = input;
  const entered = { address, abi: vaultAbi, functionName: "enteredTotal", args: [NATIVE_TOKEN] } as const;
  // A start that was cut off may have paid it in already.
  if ((await client.readContract(entered)) > 0n) return;
  const account = privateKeyToAccount(input.wallets.bankroll.privateKey);
  const wallet = createWalletClient({ account, transport: http(input.rpcUrl) });
  const call = { address, abi: vaultAbi, functionName: "deposit", value: BANKROLL_WEI } as const;
  const hash = await wallet.writeContract({ ...call, chain: null });
  const { status } = await client.waitForTransactionReceipt({ hash });
  invariant(status === "success", "a vault deployed a moment ago takes the bankroll");
}
