import { readFile } from "node:fs/promises";
import { createPublicClient, createWalletClient, http, isAddress, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import { vaultAbi } from "#domain/abi/vault.ts";
import { invariant } from "#domain/errors.ts";
import { deployVault } from "#scripts/deploy/deployVault.ts";
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
const ADMIN_DELAY_SECONDS = 60;
const BANKROLL_WEI = parseEther("5000");
const RECEIPT_POLL_MS = 200;

const VaultRecord = z.object({
  address: z.custom<`0x${string}`>((value) => typeof value === "string" && isAddress(value)),
  accessManager: z.string(),
  deployBlock: z.string().regex(/^\d+$/),
  chainId: z.int(),
});
export type VaultRecord = z.output<typeof VaultRecord>;

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
 * bankroll. It is remembered only once both are done.
 * @throws StartRefused when the chain has lost a vault that the books know.
 */
export async function ensureVault(wanted: Wanted): Promise<VaultRecord> {
  const client = createPublicClient({ transport: http(wanted.rpcUrl), pollingInterval: RECEIPT_POLL_MS });
  const remembered = await readRecord(wanted.vaultFile);
  if (remembered !== undefined) {
    if (await client.getCode({ address: remembered.address })) return remembered;
    const message = `The chain has no vault at ${remembered.address} any more, but the database still counts its money: begin anew with npm start -- --fresh.`;
    throw new StartRefused(message);
  }
  const record = await deploy(wanted);
  await fundBankroll({ ...wanted, client, vault: record.address });
  await writeFileAtomic(wanted.vaultFile, JSON.stringify(record));
  return record;
}

async function readRecord(vaultFile: string): Promise<VaultRecord | undefined> {
  const text = await readFile(vaultFile, "utf8").catch(() => undefined);
  return text === undefined ? undefined : VaultRecord.parse(JSON.parse(text));
}

async function deploy({ rpcUrl, chainId, wallets, signer }: Wanted): Promise<VaultRecord> {
  const deployment = await deployVault({
    rpcUrl,
    chainId,
    deployerKey: wallets.admin.privateKey,
    admin: wallets.admin.address,
    guardian: wallets.guardian.address,
    signer: await signer(),
    adminDelaySeconds: ADMIN_DELAY_SECONDS,
    ...LIMITS,
  });
  const { vault: address, accessManager, deployBlock } = deployment;
  return { address, accessManager, deployBlock: `${deployBlock}`, chainId };
}

async function fundBankroll(
  input: Wanted & { client: ReturnType<typeof createPublicClient>; vault: `0x${string}` },
): Promise<void> {
  const account = privateKeyToAccount(input.wallets.bankroll.privateKey);
  const wallet = createWalletClient({ account, transport: http(input.rpcUrl) });
  const call = { address: input.vault, abi: vaultAbi, functionName: "deposit", value: BANKROLL_WEI } as const;
  const hash = await wallet.writeContract({ ...call, chain: null });
  const { status } = await input.client.waitForTransactionReceipt({ hash });
  invariant(status === "success", "a vault deployed a moment ago takes the bankroll");
}
