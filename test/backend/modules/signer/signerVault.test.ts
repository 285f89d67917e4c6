import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPublicClient, createWalletClient, type Hex, http } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { vaultAbi } from "#domain/abi/vault.ts";
import { entryIntentDigest } from "#domain/chain/entryIntentDigest.ts";
import { payoutBatchDigest } from "#domain/chain/payoutBatchDigest.ts";
import { packEntries } from "#domain/chain/payoutEntries.ts";
import { NATIVE_TOKEN, vaultDomain } from "#domain/chain/typedData.ts";
import { buildLiabilitiesTree, placesOf, proofOf } from "#domain/ledger/liabilitiesTree.ts";
import { FREE_BALANCE } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import type { SigningRequest } from "#domain/settlement/judgeBatch.ts";
import { deployVault } from "#scripts/deploy/deployVault.ts";
import { DEV_MNEMONIC } from "#scripts/runtime/devAccounts.ts";
import { initKey } from "#scripts/signer/signingKey.ts";
import { writePolicy } from "#scripts/signer/writePolicy.ts";
import { startTestChain } from "#test/support/services.ts";
import { createSoftHsm } from "#test/support/softHsm.ts";
import { killSigner, launchReadySigner } from "./launchSigner.ts";
import { account, batchId, CHAIN_ID } from "./testSigner.ts";

const COIN = 10n ** 9n;
const WEI_PER_MINOR = 1_000_000_000n;
const admin = mnemonicToAccount(DEV_MNEMONIC, { addressIndex: 0 });
const member = mnemonicToAccount(DEV_MNEMONIC, { addressIndex: 5 });
const lower = (address: Hex) => address.toLowerCase() as Hex;

let folder: string;
let vault: Hex;
let pin: string;
let signer: Awaited<ReturnType<typeof launchReadySigner>>;
let reader: ReturnType<typeof createPublicClient>;
let wallet: ReturnType<typeof walletOf>;
const walletOf = (url: string) => createWalletClient({ chain: foundry, transport: http(url) });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-signer-"));
  const hsm = await createSoftHsm(folder);
  Object.assign(process.env, hsm.environment);
  pin = hsm.pin;
  const settings = {
    ...hsm.environment,
    SIGNER_PKCS11_MODULE: hsm.modulePath,
    SIGNER_PKCS11_TOKEN: hsm.token,
    SIGNER_PKCS11_PIN: hsm.pin,
    SIGNER_PKCS11_KEY: "fairhouse-signer",
    SIGNER_POLICY: join(folder, "policy.json"),
    SIGNER_STORE: join(folder, "signed.sqlite"),
    SIGNER_SOCKET: join(folder, "signer.sock"),
  };
  const { address } = await initKey(settings);
  const { url } = await startTestChain();
  reader = createPublicClient({ chain: foundry, transport: http(url), pollingInterval: 50 });
  wallet = walletOf(url);
  const deployed = await deployVault({
    rpcUrl: url,
    chainId: CHAIN_ID,
    deployerKey: `0x${Buffer.from(admin.getHdKey().privateKey!).toString("hex")}`,
    admin: admin.address,
    guardian: admin.address,
    signer: address,
    adminDelaySeconds: 0,
    batchCapQuanta: 100n * COIN,
    outflowCapacityQuanta: 100n * COIN,
    outflowRefillQuantaPerSecond: COIN,
  });
  vault = lower(deployed.vault);
  await writePolicy({
    path: settings.SIGNER_POLICY,
    chainId: CHAIN_ID,
    rpcUrls: [url],
    vault,
    maxBatchQuanta: 50n * COIN,
    maxDayQuanta: 50n * COIN,
    maxRecipientBatchQuanta: 50n * COIN,
    maxRecipientDayQuanta: 50n * COIN,
    entries: { registrationQuanta: 20n * COIN, retopupQuanta: 40n * COIN, maxPerDay: 10 },
  });
  signer = await launchReadySigner(settings);
});
afterAll(async () => {
  await killSigner(signer.child, "SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

const contract = () => ({ address: vault, abi: vaultAbi }) as const;
const inAnHour = async () => (await reader.getBlock()).timestamp + 3_000n;

async function mined(hash: Promise<Hex>): Promise<void> {
  const { status } = await reader.waitForTransactionReceipt({ hash: await hash });
  expect(status).toBe("success");
}

/** A batch that pays two accounts, and the request for it under a tree that holds its leaves. */
async function batchRequest(n: number): Promise<SigningRequest> {
  const payments = [
    { account: account(10 * n), quanta: 2n * COIN },
    { account: account(10 * n + 1), quanta: 3n * COIN },
  ];
  const { entries, ...packed } = packEntries(payments);
  const own = { batchId: batchId(n), token: NATIVE_TOKEN, ...packed };
  const terms = { checkpointEpoch: BigInt(n), signerEpoch: 1n, deadline: await inAnHour() };
  const leaves = [
    ...payments.map((payment) => ({ ...payment, batchId: batchId(n) })),
    { account: account(99), quanta: COIN, batchId: FREE_BALANCE },
  ];
  const tree = buildLiabilitiesTree(NATIVE_TOKEN, leaves);
  const checkpoint = { epoch: BigInt(n), root: tree.root, total: tree.total };
  const proofs = payments.map((payment) => proofOf(tree, placesOf(tree, payment.account)[0]!));
  return { chainId: CHAIN_ID, vault, batch: { ...own, ...terms }, entries, checkpoint, proofs };
}

async function publish({ checkpoint }: SigningRequest): Promise<void> {
  const entered = await reader.readContract({
    ...contract(),
    functionName: "enteredTotal",
    args: [NATIVE_TOKEN],
  });
  const executed = await reader.readContract({
    ...contract(),
    functionName: "executedTotal",
    args: [NATIVE_TOKEN],
  });
  const { epoch, root, total } = checkpoint;
  const args = [NATIVE_TOKEN, epoch, root, total, entered, executed] as const;
  await mined(
    wallet.writeContract({ ...contract(), functionName: "publishCheckpoint", args, account: admin }),
  );
}

describe("a signer with its key in an HSM, and a vault", () => {
  test("default: a batch that is proven against the published checkpoint is signed, and the vault pays it", async () => {
    const deposit = { ...contract(), functionName: "deposit", value: 20n * COIN * WEI_PER_MINOR } as const;
    await mined(wallet.writeContract({ ...deposit, account: member }));
    const request = await batchRequest(1);
    await expect(signer.client.signBatch(request)).rejects.toMatchObject({
      reason: "CHECKPOINT_UNPUBLISHED",
    });
    await publish(request);

    const { signature, digest } = await signer.client.signBatch(request);
    expect(digest).toBe(payoutBatchDigest(vaultDomain(CHAIN_ID, vault), request.batch));
    const args = [request.batch, request.entries, signature] as const;
    const execute = { ...contract(), functionName: "executeBatchPayouts", args, gas: 1_000_000n } as const;
    await mined(wallet.writeContract({ ...execute, account: member }));
    expect(await reader.getBalance({ address: account(10) })).toBe(2n * COIN * WEI_PER_MINOR);
    expect(await reader.getBalance({ address: account(11) })).toBe(3n * COIN * WEI_PER_MINOR);
  });

  test("default: an entry is signed, and the vault takes it from its member", async () => {
    const intent = {
      kind: 1,
      account: lower(member.address),
      sponsor: lower(admin.address),
      amount: 20n * COIN,
      placementHint: batchId(7),
      nonce: 0n,
      signerEpoch: 1n,
      deadline: await inAnHour(),
    };
    const { signature, digest } = await signer.client.signEntryIntent({ chainId: CHAIN_ID, vault, intent });
    expect(digest).toBe(entryIntentDigest(vaultDomain(CHAIN_ID, vault), intent));
    const onChain = { ...contract(), functionName: "entryIntentDigest", args: [intent] } as const;
    expect(await reader.readContract(onChain)).toBe(digest);
    const register = { ...contract(), functionName: "register", args: [intent, signature] } as const;
    await mined(wallet.writeContract({ ...register, value: 20n * COIN * WEI_PER_MINOR, account: member }));
    const isRegistered = { ...contract(), functionName: "isRegistered", args: [member.address] } as const;
    expect(await reader.readContract(isRegistered)).toBe(true);
  });

  test("behavior: after a rotation on-chain the old key signs no more", async () => {
    const stale = await batchRequest(2);
    await publish(stale);
    const rotate = { ...contract(), functionName: "rotateSigner", args: [account(77)] } as const;
    await mined(wallet.writeContract({ ...rotate, account: admin }));
    const renewed = { ...stale, batch: { ...stale.batch, signerEpoch: 2n } };
    await expect(signer.client.signBatch(renewed)).rejects.toMatchObject({ reason: "SIGNER_NOT_OBEYED" });
    await expect(signer.client.signBatch(stale)).rejects.toMatchObject({ reason: "SIGNER_EPOCH_STALE" });
    expect(signer.output.text).toContain("signer ready");
    expect(signer.output.text).not.toContain(pin);
  });
});
