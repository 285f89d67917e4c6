import { mkdtempSync, rmSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REFUSAL_REASONS } from "#domain/settlement/signingRefused.ts";
import fc from "#test/support/properties.ts";
import { account, entryOf, NOON_MS, requestOf, startTestSigner, TestChain } from "./testSigner.ts";

/** The valid requests are never sent: so nothing may be signed at all. */
const BATCH = requestOf([
  { account: account(1), quanta: 400n },
  { account: account(2), quanta: 300n },
  { account: account(3), quanta: 100n },
]);
const ENTRY = entryOf();
const RUNS = 1_000;
const SEED = 20_261_121;
const NOW = NOON_MS / 1000;
const EXTREMES = [
  "0",
  "-1",
  String(2n ** 64n),
  String(2n ** 128n),
  String(2n ** 256n - 1n),
  "1e3",
  "0x1",
  "",
];

let folder: string;
let signer: Awaited<ReturnType<typeof startTestSigner>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-signer-"));
  const chain = new TestChain();
  chain.publish(BATCH.checkpoint);
  signer = await startTestSigner(folder, { chain });
});
afterAll(async () => {
  await signer.stop();
  rmSync(folder, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: the requests are spoilt on purpose
type Json = any;
const jsonOf = (value: unknown): Json =>
  JSON.parse(JSON.stringify(value, (_, v) => (typeof v === "bigint" ? String(v) : v)));

interface Spoiling {
  readonly n: number;
  readonly garbage: string;
}

/** Each spoils one thing of a batch's request. */
const BATCH_SPOILINGS: readonly ((json: Json, by: Spoiling) => void)[] = [
  (json, { n }) => (json.entries = flip(json.entries, n)),
  (json, { n }) => (json.entries = json.entries.slice(0, 2 + (n % (json.entries.length - 2)))),
  (json, { n }) => (json.entries = `${json.entries}${"00".repeat(32 * (1 + (n % 600)))}`),
  (json) =>
    (json.entries = `0x${json.entries.slice(66, 130)}${json.entries.slice(2, 66)}${json.entries.slice(130)}`),
  (json, { n }) => (json.batch.entriesHash = flip(json.batch.entriesHash, n)),
  (json, { n }) => (json.batch.total = String(801 + n)),
  (json, { n }) => (json.batch.count = 4 + (n % 900)),
  (json, { n }) => (json.chainId = 31_338 + n),
  (json, { n }) => (json.vault = flip(json.vault, n)),
  (json, { n }) => (json.batch.token = flip(json.batch.token, n)),
  // Another id, even one that nobody used: the leaves are of this one.
  (json, { n }) => (json.batch.batchId = flip(json.batch.batchId, n)),
  (json) => (json.batch.batchId = `0x${"0".repeat(64)}`),
  (json, { n }) => (json.batch.deadline = String(NOW - n)),
  (json, { n }) => (json.batch.deadline = String(NOW + 86_401 + n)),
  (json, { n }) => (json.batch.signerEpoch = String(2 + n)),
  (json) => (json.batch.signerEpoch = "0"),
  (json, { n }) => (json.batch.checkpointEpoch = n % 2 === 0 ? "0" : String(2 + n)),
  (json, { n }) => (json.checkpoint.epoch = n % 2 === 0 ? "0" : String(2 + n)),
  (json, { n }) => (json.checkpoint.root = flip(json.checkpoint.root, n)),
  (json, { n }) => (json.checkpoint.total = String(BigInt(json.checkpoint.total) + BigInt(1 + n))),
  (json, { n }) => {
    const step = stepOf(json, n);
    step.hash = flip(step.hash, n);
  },
  (json, { n }) => {
    const step = stepOf(json, n);
    step.sum = String(BigInt(step.sum) + BigInt(1 + n));
  },
  (json, { n }) => {
    const step = stepOf(json, n);
    step.isLeft = !step.isLeft;
  },
  (json, { n }) => json.proofs[n % 3].pop(),
  (json, { n }) => json.proofs[n % 3].push(json.proofs[n % 3][0]),
  (json, { n }) => json.proofs[n % 3].reverse(),
  (json) => json.proofs.reverse(),
  (json) => json.proofs.pop(),
  (json) => json.proofs.push([]),
  (json) => (json.proofs = []),
  (json, { n }) => (json.proofs[n % 3] = Array(33).fill(json.proofs[0][0])),
  (json, { n, garbage }) => {
    json.proofs[n % 3][0].hash = garbage;
  },
  (json, { n }) => delete json[Object.keys(json)[n % Object.keys(json).length]!],
  (json, { n, garbage }) => (json[Object.keys(json)[n % Object.keys(json).length]!] = garbage),
  (json, { n }) => {
    const names = ["total", "checkpointEpoch", "signerEpoch", "deadline"];
    json.batch[names[n % names.length]!] = EXTREMES[n % EXTREMES.length];
  },
];

/** Each spoils one thing of an entry's request. */
const ENTRY_SPOILINGS: readonly ((json: Json, by: Spoiling) => void)[] = [
  (json, { n }) => (json.chainId = 31_338 + n),
  (json, { n }) => (json.vault = flip(json.vault, n)),
  (json, { n }) => (json.intent.kind = n % 2 === 0 ? 0 : 3 + (n % 300)),
  // A top-up at the price of a registration.
  (json) => (json.intent.kind = 2),
  (json, { n }) => (json.intent.amount = String(26 + n)),
  (json) => (json.intent.amount = "0"),
  (json) => (json.intent.account = `0x${"0".repeat(40)}`),
  (json) => (json.intent.account = json.vault),
  (json) => (json.intent.sponsor = json.intent.account),
  (json) => (json.intent.sponsor = json.vault),
  (json, { n }) => (json.intent.signerEpoch = String(2 + n)),
  (json, { n }) => (json.intent.deadline = String(NOW - n)),
  (json, { n }) => (json.intent.deadline = String(NOW + 3_601 + n)),
  (json, { garbage }) => (json.intent.placementHint = garbage),
  (json, { n }) => {
    const names = ["amount", "signerEpoch", "deadline"];
    json.intent[names[n % names.length]!] = EXTREMES[n % EXTREMES.length];
  },
  (json, { n }) => delete json.intent[Object.keys(json.intent)[n % 8]!],
  (json, { n, garbage }) => (json.intent[Object.keys(json.intent)[n % 8]!] = garbage),
  (json, { n, garbage }) => (json.intent[`x${garbage}`] = n),
];

const spoiltRequest = fc
  .record({
    isBatch: fc.boolean(),
    kind: fc.nat(10_000),
    n: fc.nat(1_000_000),
    garbage: fc.string(),
    way: fc.nat(19),
  })
  .map(({ isBatch, kind, n, garbage, way }) => {
    const spoilings = isBatch ? BATCH_SPOILINGS : ENTRY_SPOILINGS;
    const json = jsonOf(isBatch ? BATCH : ENTRY);
    const path = isBatch ? "/sign-batch" : "/sign-entry-intent";
    const text = JSON.stringify(json);
    // Now and then the whole request is broken off, or handed in as the other type.
    if (way === 0) return { path, text: text.slice(0, 1 + (n % (text.length - 1))) };
    if (way === 1) return { path: isBatch ? "/sign-entry-intent" : "/sign-batch", text };
    spoilings[kind % spoilings.length]!(json, { n, garbage });
    return { path, text: JSON.stringify(json) };
  });

describe("the signer", () => {
  test("property: a thousand spoilt requests are refused with a reason, and nothing is signed", async () => {
    const requests = fc.sample(spoiltRequest, { numRuns: RUNS, seed: SEED });
    const reasons = new Map<string, number>();
    for (let start = 0; start < RUNS; start += 20) {
      const answers = await Promise.all(requests.slice(start, start + 20).map(post));
      for (const { status, body } of answers) {
        expect([400, 422]).toContain(status);
        expect(REFUSAL_REASONS).toContain(body.reason);
        expect(body.signature).toBeUndefined();
        reasons.set(body.reason!, (reasons.get(body.reason!) ?? 0) + 1);
      }
    }
    expect(reasons.size).toBeGreaterThanOrEqual(18);
    expect(readOutcomes()).toEqual([{ outcome: "refused", requests: RUNS }]);
  });

  test("behavior: the requests that were spoilt are good ones", async () => {
    await signer.client.signBatch(BATCH);
    await signer.client.signEntryIntent(ENTRY);
  });
});

/** What the log and the sign-once tables say. */
function readOutcomes(): unknown[] {
  const database = new DatabaseSync(join(folder, "signer.sqlite"), { readOnly: true });
  const outcomes = database.prepare("SELECT outcome, count(*) AS requests FROM log GROUP BY outcome").all();
  const signed = ["signed_batches", "signed_entries", "spending", "entry_counts"];
  for (const table of signed) expect(database.prepare(`SELECT * FROM ${table}`).all()).toEqual([]);
  database.close();
  return outcomes.map((row) => ({ ...row }));
}

function stepOf(json: Json, n: number): Json {
  const proof = json.proofs[n % json.proofs.length];
  return proof[n % proof.length];
}

function flip(hex: string, n: number): string {
  const place = 2 + (n % (hex.length - 2));
  const digit = (Number.parseInt(hex[place]!, 16) + 1 + (n % 15)) % 16;
  return hex.slice(0, place) + digit.toString(16) + hex.slice(place + 1);
}

function post({ path, text }: { path: string; text: string }) {
  type Answer = { status: number; body: { reason?: string; signature?: string } };
  return new Promise<Answer>((resolve, reject) => {
    const outgoing = httpRequest({ socketPath: signer.socket, method: "POST", path }, (answer) => {
      let received = "";
      answer.on("data", (chunk) => {
        received += chunk;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(received) }));
    });
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}
