import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { verifyTypedData } from "ethers";
import { recoverTypedDataAddress } from "viem";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PayoutEntry } from "#domain/chain/payoutEntries.ts";
import { payoutBatchTypes, vaultDomain } from "#domain/chain/typedData.ts";
import type { SigningRequest } from "#domain/settlement/judgeBatch.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";
import {
  account,
  batchId,
  CHAIN_ID,
  NOON_MS,
  requestOf,
  requestsOf,
  SIGNER_ADDRESS,
  startTestSigner,
  TestChain,
  VAULT,
} from "./testSigner.ts";

const PAYMENTS: PayoutEntry[] = [
  { account: account(1), quanta: 400n },
  { account: account(2), quanta: 300n },
];
const DAY_MS = 86_400_000;
const one = (quanta: bigint, n = 1): PayoutEntry[] => [{ account: account(n), quanta }];

let folder: string;
let time: { ms: number; isStopped?: boolean };
let chain: TestChain;
let signer: Awaited<ReturnType<typeof startTestSigner>>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-signer-"));
  time = { ms: NOON_MS };
  chain = new TestChain();
  signer = await startTestSigner(folder, { time, chain });
});
afterEach(async () => {
  await signer.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  await signer.stop();
  signer = await startTestSigner(folder, { time, chain });
}

/** Has the request's checkpoint published, and asks. */
function sign(request: SigningRequest) {
  chain.publish(request.checkpoint);
  return signer.client.signBatch(request);
}

async function reasonOf(request: SigningRequest): Promise<string> {
  const outcome = await sign(request).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(SigningRefused);
  return (outcome as SigningRefused).reason;
}

/** The log's outcomes; reading them does not disturb the signer. */
function readLog(): { outcome: string; reason: string }[] {
  const database = new DatabaseSync(join(folder, "signer.sqlite"), { readOnly: true });
  const rows = database.prepare("SELECT outcome, reason FROM log ORDER BY seq").all();
  database.close();
  return rows as { outcome: string; reason: string }[];
}

describe("signBatch", () => {
  test("default: the signature is the signer's over the EIP-712 batch, as viem and ethers see it", async () => {
    const request = requestOf(PAYMENTS);
    const { signature } = await sign(request);
    const domain = vaultDomain(CHAIN_ID, VAULT);
    const recovered = await recoverTypedDataAddress({
      domain,
      types: payoutBatchTypes,
      primaryType: "PayoutBatch",
      message: request.batch,
      signature,
    });
    expect(recovered.toLowerCase()).toBe(SIGNER_ADDRESS);
    const types = { PayoutBatch: [...payoutBatchTypes.PayoutBatch] };
    expect(verifyTypedData(domain, types, request.batch, signature).toLowerCase()).toBe(SIGNER_ADDRESS);
    expect(await signer.client.address()).toBe(SIGNER_ADDRESS);
    expect(statSync(signer.socket).mode & 0o777).toBe(0o600);
  });

  test("behavior: the same batch gets the same signature for ever, another one under its id none", async () => {
    const request = requestOf(PAYMENTS);
    const first = await sign(request);
    expect(await sign(request)).toEqual(first);
    await restart();
    time.ms += 30 * DAY_MS; // long past its deadline: the signature is out in the world anyway
    expect(await sign(request)).toEqual(first);

    const other = requestOf([{ account: account(3), quanta: 700n }]);
    expect(await reasonOf(other)).toBe("BATCH_ID_REUSED");
    await restart();
    expect(await reasonOf(other)).toBe("BATCH_ID_REUSED");
    expect(readLog().map(({ outcome }) => outcome)).toEqual([
      "signed",
      "repeated",
      "repeated",
      "refused",
      "refused",
    ]);
  });

  test("behavior: of two different batches under one id at once, one is signed", async () => {
    const requests = requestsOf([1, 2, 3, 4, 5].map((n) => ({ payments: one(5n, n) })));
    const results = await Promise.allSettled(requests.map(sign));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  const nowSeconds = BigInt(NOON_MS / 1000);
  const valid = requestOf(PAYMENTS);
  test.each<[string, SigningRequest]>([
    ["VAULT_NOT_ALLOWED", { ...valid, chainId: 1 }],
    ["VAULT_NOT_ALLOWED", { ...valid, vault: account(9) }],
    ["VAULT_NOT_ALLOWED", requestOf(PAYMENTS, { token: account(9) })],
    ["ENTRIES_HASH_MISMATCH", { ...valid, entries: requestOf(one(700n)).entries }],
    ["ENTRIES_INVALID", { ...valid, entries: "0x" }],
    ["ENTRIES_INVALID", { ...valid, entries: `${valid.entries}00` }],
    ["TOTAL_MISMATCH", requestOf(PAYMENTS, { total: 701n })],
    ["COUNT_MISMATCH", requestOf(PAYMENTS, { count: 3 })],
    ["VAULT_PAYS_ITSELF", requestOf([{ account: VAULT, quanta: 1n }])],
    ["DEADLINE_PASSED", requestOf(PAYMENTS, { deadline: nowSeconds })],
    ["DEADLINE_TOO_FAR", requestOf(PAYMENTS, { deadline: nowSeconds + 86_401n })],
    ["BATCH_CAP_EXCEEDED", requestOf([...one(600n), ...one(401n, 2)])],
    ["RECIPIENT_BATCH_CAP_EXCEEDED", requestOf(one(601n))],
    ["RECIPIENT_BATCH_CAP_EXCEEDED", requestOf([...one(300n), ...one(301n)])],
    ["REQUEST_MALFORMED", { ...valid, vault: "0x12" }],
  ])("error: SigningRefused %s", async (reason, request) => {
    expect(await reasonOf(request)).toBe(reason);
    expect(readLog()).toMatchObject([{ outcome: "refused", reason }]);
  });

  test("error: SigningRefused SIGNER_STOPPED, even for what was signed before", async () => {
    await sign(valid);
    time.isStopped = true;
    expect(await reasonOf(valid)).toBe("SIGNER_STOPPED");
    time.isStopped = false;
    await sign(valid);
  });

  test("behavior: caps of a day outlive a restart, end with the day, and show in the headroom", async () => {
    const numbered = (n: number, payments: PayoutEntry[]) => requestOf(payments, { batchId: batchId(n) });
    await sign(numbered(1, [...one(500n), ...one(500n, 2)]));
    await restart();
    const question = { chainId: CHAIN_ID, vault: VAULT, token: valid.batch.token };
    const ask = () => signer.client.headroom({ ...question, recipients: [account(1), account(3)] });
    expect(await ask()).toEqual({ payment: 600n, batch: 1_000n, recipients: [400n, 600n] });
    expect(await reasonOf(numbered(2, one(401n)))).toBe("RECIPIENT_DAY_CAP_EXCEEDED");
    await sign(numbered(3, [...one(600n, 3), ...one(400n, 4)]));
    expect(await ask()).toEqual({ payment: 600n, batch: 500n, recipients: [400n, 300n] });
    expect(await reasonOf(numbered(4, [...one(400n, 5), ...one(101n, 6)]))).toBe("DAY_CAP_EXCEEDED");
    time.ms += DAY_MS / 2;
    const tomorrow = requestOf(one(401n), { batchId: batchId(5), deadline: BigInt(time.ms / 1000) + 60n });
    await sign(tomorrow);
  });
});
