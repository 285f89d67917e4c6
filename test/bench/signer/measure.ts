import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import type { KeyBackend } from "#backend/adapters/keyBackend.ts";
import type { SignerClient } from "#backend/adapters/signerClient.ts";
import { createProvenSigner } from "#backend/modules/signer/signProven.ts";
import { entryIntentDigest } from "#domain/chain/entryIntentDigest.ts";
import { vaultDomain } from "#domain/chain/typedData.ts";
import { writePolicy } from "#scripts/signer/writePolicy.ts";
import { killSigner, launchReadySigner } from "#test/backend/modules/signer/launchSigner.ts";
import { startTestRpc } from "#test/backend/modules/signer/testRpc.ts";
import {
  account,
  batchId,
  CHAIN_ID,
  entryOf,
  requestsOf,
  VAULT,
} from "#test/backend/modules/signer/testSigner.ts";

const PLENTY = 10n ** 15n;
/** Requests that are under way at any time. */
const LANES = 32;
const PAYMENTS_PER_BATCH = 100;
/** More batches than a bench can have signed; their tree has a hundred leaves each. */
const MAX_BATCHES = 300;
/** Above every other account of the bench, and of one length: each member is a new one. */
const FIRST_MEMBER = 2 ** 32;

/**
 * Typed data signed in this process, one after the other: the digest, the signature, and its proof. The time on
 * the processor says what the machine could do if nothing else ran on it.
 */
export async function measureKey(key: KeyBackend, seconds: number) {
  const domain = vaultDomain(CHAIN_ID, VAULT);
  const sign = createProvenSigner(key);
  await sign(entryIntentDigest(domain, entryOf().intent)); // The first one prepares what all others use.
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  let count = 0;
  for (; performance.now() - startedAt < 1_000 * seconds; count += 1) {
    await sign(entryIntentDigest(domain, entryOf({ nonce: BigInt(count) }).intent));
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuMsPerSignature = Math.round((user + system) / 10 / count) / 100;
  return { typedDataPerSecond: perSecond(count, startedAt), cpuMsPerSignature };
}

/** Asks a signer that runs as a process of its own, over its socket. */
export async function measureSigner(given: {
  folder: string;
  settings: Readonly<Record<string, string>>;
  address: Hex;
  seconds: number;
}) {
  const { folder, settings, address, seconds } = given;
  await mkdir(folder, { recursive: true });
  const deadline = BigInt(Math.floor(Date.now() / 1_000)) + 3_000n;
  const batches = requestsOf(Array.from({ length: MAX_BATCHES }, (_, n) => wishOf(n, deadline)));
  const truth = { signer: address, signerEpoch: 1n, checkpoint: batches[0]!.checkpoint };
  const rpc = await startTestRpc(truth);
  const paths = {
    SIGNER_POLICY: join(folder, "policy.json"),
    SIGNER_STORE: join(folder, "signed.sqlite"),
    SIGNER_SOCKET: join(folder, "signer.sock"),
  };
  await writeBenchPolicy(paths.SIGNER_POLICY, rpc.url);
  const { child, client } = await launchReadySigner({ ...settings, ...paths });
  try {
    const entries = await ask(seconds, Number.POSITIVE_INFINITY, (n) =>
      client.signEntryIntent(entryOf({ account: account(FIRST_MEMBER + n), deadline })),
    );
    const payouts = await ask(seconds, MAX_BATCHES, (n) => client.signBatch(batches[n]!));
    return { entries, batchesOf100: payouts };
  } finally {
    await killSigner(child, "SIGTERM");
    rpc.close();
  }
}

/** Asks in lanes until the time is up, or nothing is left to ask for. */
async function ask(
  seconds: number,
  limit: number,
  request: (n: number) => ReturnType<SignerClient["signBatch"]>,
) {
  const startedAt = performance.now();
  const latencies: number[] = [];
  let next = 0;
  const lane = async () => {
    while (performance.now() - startedAt < 1_000 * seconds && next < limit) {
      const askedAt = performance.now();
      next += 1;
      await request(next - 1);
      latencies.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  latencies.sort((one, other) => one - other);
  const at = (share: number) => Math.round(latencies[Math.floor(share * (latencies.length - 1))] ?? 0);
  return { perSecond: perSecond(latencies.length, startedAt), p50Ms: at(0.5), p99Ms: at(0.99) };
}

function wishOf(n: number, deadline: bigint) {
  const payments = Array.from({ length: PAYMENTS_PER_BATCH }, (_, index) => ({
    account: account(1 + index),
    quanta: BigInt(1 + n),
  }));
  return { payments, terms: { batchId: batchId(1 + n), deadline } };
}

function writeBenchPolicy(path: string, rpcUrl: string): Promise<void> {
  return writePolicy({
    path,
    chainId: CHAIN_ID,
    rpcUrls: [rpcUrl],
    vault: VAULT,
    maxBatchQuanta: PLENTY,
    maxDayQuanta: PLENTY,
    maxRecipientBatchQuanta: PLENTY,
    maxRecipientDayQuanta: PLENTY,
    entries: { registrationQuanta: 20n, retopupQuanta: 40n, maxPerDay: 1_000_000 },
  });
}

function perSecond(count: number, startedAt: number): number {
  return Math.round((1_000 * count) / (performance.now() - startedAt));
}
