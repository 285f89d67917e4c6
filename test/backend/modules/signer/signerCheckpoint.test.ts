import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ChainUnavailable } from "#backend/adapters/chainFailure.ts";
import { KeyUnavailable } from "#backend/adapters/keyBackend.ts";
import type { Checkpoint, SigningRequest } from "#domain/settlement/judgeBatch.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";
import {
  account,
  batchId,
  NOON_MS,
  requestOf,
  requestsOf,
  startTestSigner,
  TestChain,
  testKey,
  VAULT_POLICY,
} from "./testSigner.ts";

const PAYMENTS = [
  { account: account(1), quanta: 400n },
  { account: account(2), quanta: 300n },
];
const request = requestOf(PAYMENTS);

let folder: string;
let time: { ms: number };
let chain: TestChain;
let keyFailure: Error | undefined;
let signer: Awaited<ReturnType<typeof startTestSigner>>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-signer-"));
  time = { ms: NOON_MS };
  chain = new TestChain();
  chain.publish(request.checkpoint);
  keyFailure = undefined;
  const signDigest: typeof testKey.signDigest = async (digest) => {
    if (keyFailure !== undefined) throw keyFailure;
    return testKey.signDigest(digest);
  };
  signer = await startTestSigner(folder, { time, chain, key: { ...testKey, signDigest } });
});
afterEach(async () => {
  await signer.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function reasonOf(wanted: SigningRequest): Promise<string> {
  const outcome = await signer.client.signBatch(wanted).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(SigningRefused);
  return (outcome as SigningRefused).reason;
}

const at = (epoch: bigint): Checkpoint => ({ ...request.checkpoint, epoch });
const naming = (checkpointEpoch: bigint): SigningRequest => ({
  ...request,
  batch: { ...request.batch, checkpointEpoch },
});

describe("the checkpoint rule", () => {
  test("default: a batch whose leaves are in the published tree is signed", async () => {
    await signer.client.signBatch(request);
  });

  test("behavior: what was read is remembered for a while, and read again when a request disagrees", async () => {
    const requests = requestsOf(
      [1, 2, 3].map((n) => ({
        payments: [{ account: account(n), quanta: 5n }],
        terms: { batchId: batchId(n) },
      })),
    );
    chain.publish(requests[0]!.checkpoint);
    await signer.client.signBatch(requests[0]!);
    const { reads } = chain;
    await signer.client.signBatch(requests[1]!);
    expect(chain.reads).toBe(reads);
    time.ms += 11_000; // The signer epoch is believed for a shorter time than a checkpoint.
    await signer.client.signBatch(requests[2]!);
    expect(chain.reads).toBe(reads + 1);

    const next = requestOf([{ account: account(4), quanta: 5n }], { batchId: batchId(4) });
    chain.publish({ ...next.checkpoint, epoch: 2n });
    await signer.client.signBatch({ ...next, checkpoint: { ...next.checkpoint, epoch: 2n } });
  });

  test("behavior: a batch may wait for an older checkpoint than its proofs lead to", async () => {
    chain.publish(at(9n));
    await signer.client.signBatch({ ...naming(7n), checkpoint: at(9n) });
  });

  test.each<[string, SigningRequest, Checkpoint]>([
    ["CHECKPOINT_REQUIRED", naming(0n), at(1n)],
    ["CHECKPOINT_UNPUBLISHED", request, at(0n)],
    ["CHECKPOINT_UNPUBLISHED", { ...request, checkpoint: at(2n) }, at(1n)],
    ["CHECKPOINT_UNPUBLISHED", { ...naming(3n), checkpoint: at(2n) }, at(2n)],
    ["CHECKPOINT_SUPERSEDED", request, at(2n)],
    ["CHECKPOINT_MISMATCH", request, { ...at(1n), root: batchId(77) }],
    ["CHECKPOINT_MISMATCH", request, { ...at(1n), total: 1n }],
    ["PROOFS_INCOMPLETE", { ...request, proofs: request.proofs.slice(1) }, at(1n)],
    ["LEAF_NOT_IN_CHECKPOINT", { ...request, proofs: [...request.proofs].reverse() }, at(1n)],
    ["LEAF_NOT_IN_CHECKPOINT", { ...request, proofs: [[], []] }, at(1n)],
  ])("error: SigningRefused %s", async (reason, wanted, published) => {
    chain.publish(published);
    expect(await reasonOf(wanted)).toBe(reason);
  });

  test("error: SigningRefused LEAF_NOT_IN_CHECKPOINT for more or less than is owed, or for another batch", async () => {
    const of = (payments: typeof PAYMENTS, id = batchId(1)) => ({
      ...requestOf(payments, { batchId: id }),
      checkpoint: request.checkpoint,
      proofs: request.proofs,
    });
    const [first, second] = PAYMENTS;
    for (const quanta of [401n, 399n]) {
      expect(await reasonOf(of([{ account: account(1), quanta }, second!]))).toBe("LEAF_NOT_IN_CHECKPOINT");
    }
    expect(await reasonOf(of([first!, { account: account(3), quanta: 300n }]))).toBe(
      "LEAF_NOT_IN_CHECKPOINT",
    );
    expect(await reasonOf(of(PAYMENTS, batchId(2)))).toBe("LEAF_NOT_IN_CHECKPOINT");
    // The same leaf twice would pay the first recipient's sum two times.
    expect(await reasonOf(of([first!, first!]))).not.toBe("");
  });

  test("error: SigningRefused BATCH_ID_INVALID for a batch that would pay free balances", async () => {
    const free = `0x${"0".repeat(64)}` as const;
    const wanted = { ...request, batch: { ...request.batch, batchId: free } };
    expect(await reasonOf(wanted)).toBe("BATCH_ID_INVALID");
  });

  test("error: SigningRefused SIGNER_EPOCH_STALE", async () => {
    chain.epoch = 2n;
    expect(await reasonOf(request)).toBe("SIGNER_EPOCH_STALE");
  });

  test("error: SigningRefused SIGNER_NOT_OBEYED by the old key in the new epoch, unless a contract asks for it", async () => {
    chain.epoch = 2n;
    chain.obeyed = account(77);
    const renewed = { ...request, batch: { ...request.batch, signerEpoch: 2n } };
    expect(await reasonOf(renewed)).toBe("SIGNER_NOT_OBEYED");
    await signer.stop();
    const vaults = [{ ...VAULT_POLICY, signerContract: account(77) }];
    signer = await startTestSigner(folder, { time, chain, vaults });
    await signer.client.signBatch(renewed);
  });

  test("error: SigningRefused CHAIN_UNREADABLE and KEY_UNAVAILABLE, and neighbours are not held up", async () => {
    chain.failure = new ChainUnavailable("No endpoint answered.");
    expect(await reasonOf(request)).toBe("CHAIN_UNREADABLE");
    chain.failure = undefined;
    keyFailure = new KeyUnavailable("The token is gone.");
    expect(await reasonOf(request)).toBe("KEY_UNAVAILABLE");
    keyFailure = undefined;
    await signer.client.signBatch(request);
  });

  test("behavior: the chain is not asked about vaults that the policy does not list", async () => {
    const { reads } = chain;
    expect(await reasonOf({ ...request, vault: account(9) })).toBe("VAULT_NOT_ALLOWED");
    expect(chain.reads).toBe(reads);
  });
});
