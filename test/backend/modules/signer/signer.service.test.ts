import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { verifyTypedData } from "ethers";
import fc from "fast-check";
import { type Hex, recoverTypedDataAddress } from "viem";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SocketInUse } from "#backend/adapters/unixSocket.ts";
import { openSignerStore, SignerStoreUnusable } from "#backend/modules/signer/signer.store.ts";
import type { PayoutEntry } from "#domain/chain/payoutEntries.ts";
import { payoutBatchTypes, vaultDomain } from "#domain/chain/typedData.ts";
import { REFUSAL_REASONS, SigningRefused, type SigningRequest } from "#domain/settlement/judgeBatch.ts";
import {
  account,
  batchId,
  CHAIN_ID,
  NOON_MS,
  requestOf,
  SIGNER_ADDRESS,
  startTestSigner,
  VAULT,
} from "./testSigner.ts";

const PAYMENTS: PayoutEntry[] = [
  { account: account(1), quanta: 400n },
  { account: account(2), quanta: 300n },
];
const DAY_MS = 86_400_000;

let folder: string;
let time: { ms: number; isStopped?: boolean };
let signer: Awaited<ReturnType<typeof startTestSigner>>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-signer-"));
  time = { ms: NOON_MS };
  signer = await startTestSigner(folder, time);
});
afterEach(async () => {
  await signer.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  await signer.stop();
  signer = await startTestSigner(folder, time);
}

async function reasonOf(request: SigningRequest): Promise<string> {
  const outcome = await signer.client.signBatch(request).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(SigningRefused);
  return (outcome as SigningRefused).reason;
}

/** The log's outcomes, read while no signer has the store. */
async function readLog(): Promise<{ outcome: string; reason: string }[]> {
  await signer.stop();
  const database = new DatabaseSync(join(folder, "signer.sqlite"));
  const rows = database.prepare("SELECT outcome, reason FROM log ORDER BY seq").all();
  database.close();
  signer = await startTestSigner(folder, time);
  return rows as { outcome: string; reason: string }[];
}

describe("signBatch", () => {
  test("default: the signature is the signer's over the EIP-712 batch, as viem and ethers see it", async () => {
    const request = requestOf(PAYMENTS);
    const { signature } = await signer.client.signBatch(request);
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
    const first = await signer.client.signBatch(request);
    expect(await signer.client.signBatch(request)).toEqual(first);
    await restart();
    time.ms += 30 * DAY_MS; // long past its deadline: the signature is out in the world anyway
    expect(await signer.client.signBatch(request)).toEqual(first);

    const other = requestOf([{ account: account(3), quanta: 700n }]);
    expect(await reasonOf(other)).toBe("BATCH_ID_REUSED");
    await restart();
    expect(await reasonOf(other)).toBe("BATCH_ID_REUSED");
    expect((await readLog()).map(({ outcome }) => outcome)).toEqual([
      "signed",
      "repeated",
      "repeated",
      "refused",
      "refused",
    ]);
  });

  test("behavior: of two different batches under one id at once, one is signed", async () => {
    const requests = [1, 2, 3, 4, 5].map((n) => requestOf([{ account: account(n), quanta: 5n }]));
    const results = await Promise.allSettled(requests.map((request) => signer.client.signBatch(request)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  const one = (quanta: bigint, n = 1): PayoutEntry[] => [{ account: account(n), quanta }];
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
    expect(await readLog()).toMatchObject([{ outcome: "refused", reason }]);
  });

  test("error: SigningRefused SIGNER_STOPPED, even for what was signed before", async () => {
    await signer.client.signBatch(valid);
    time.isStopped = true;
    expect(await reasonOf(valid)).toBe("SIGNER_STOPPED");
    time.isStopped = false;
    await signer.client.signBatch(valid);
  });

  test("behavior: caps of a day outlive a restart, end with the day, and show in the headroom", async () => {
    const sign = (n: number, payments: PayoutEntry[]) => requestOf(payments, { batchId: batchId(n) });
    await signer.client.signBatch(sign(1, [...one(500n), ...one(500n, 2)]));
    await restart();
    const question = { chainId: CHAIN_ID, vault: VAULT, token: valid.batch.token };
    const ask = () => signer.client.headroom({ ...question, recipients: [account(1), account(3)] });
    expect(await ask()).toEqual({ payment: 600n, batch: 1_000n, recipients: [400n, 600n] });
    expect(await reasonOf(sign(2, one(401n)))).toBe("RECIPIENT_DAY_CAP_EXCEEDED");
    await signer.client.signBatch(sign(3, [...one(600n, 3), ...one(400n, 4)]));
    expect(await ask()).toEqual({ payment: 600n, batch: 500n, recipients: [400n, 300n] });
    expect(await reasonOf(sign(4, [...one(400n, 5), ...one(101n, 6)]))).toBe("DAY_CAP_EXCEEDED");
    time.ms += DAY_MS / 2;
    const tomorrow = requestOf(one(401n), { batchId: batchId(5), deadline: BigInt(time.ms / 1000) + 60n });
    await signer.client.signBatch(tomorrow);
  });

  test("property: a thousand spoilt requests are refused with a reason, and nothing is signed", async () => {
    await signer.client.signBatch(valid);
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(spoiltRequest, { minLength: 20, maxLength: 20 }), async (texts) => {
        sent += texts.length;
        for (const { status, body } of await Promise.all(texts.map(post))) {
          expect([400, 422]).toContain(status);
          expect(REFUSAL_REASONS).toContain(body.reason);
          expect(body.signature).toBeUndefined();
        }
      }),
      { numRuns: 50, seed: 20_261_121 },
    );
    const log = await readLog();
    expect(log.filter(({ outcome }) => outcome === "refused")).toHaveLength(sent);
    expect(log.filter(({ outcome }) => outcome !== "refused")).toHaveLength(1);
  });

  /** JSON of the valid request with one thing spoilt, under its own id or a new one. */
  const spoiltRequest = fc
    .record({ fresh: fc.boolean(), kind: fc.nat(17), n: fc.nat(1_000_000), garbage: fc.string() })
    .map(({ fresh, kind, n, garbage }) => {
      const json = JSON.parse(JSON.stringify(valid, (_, v) => (typeof v === "bigint" ? String(v) : v)));
      if (fresh) json.batch.batchId = batchId(n + 2);
      const keys = Object.keys(json.batch);
      const spoil: (() => void)[] = [
        () => (json.entries = flip(json.entries, n)),
        () => (json.entries = json.entries.slice(0, 2 + (n % (json.entries.length - 2)))),
        () => (json.batch.entriesHash = flip(json.batch.entriesHash, n)),
        () => (json.batch.total = String(701 + n)),
        () => (json.batch.count = 3 + (n % 900)),
        () => (json.chainId = 31_338 + n),
        () => (json.vault = flip(json.vault, n)),
        () => (json.batch.token = flip(json.batch.token, n)),
        () => (json.batch.deadline = String(nowSeconds - BigInt(n))),
        () => (json.batch.deadline = String(nowSeconds + 86_401n + BigInt(n))),
        () => delete json.batch[keys[n % keys.length]!],
        () => (json.batch[keys[n % keys.length]!] = garbage),
        () => (json.batch[`x${garbage}`] = n),
        () => (json.batch.total = -n - 1),
        () => (json.batch.signerEpoch = `0x${n.toString(16)}`),
        () => (json.batch.checkpointEpoch = String(2n ** 64n + BigInt(n))),
        () => (json.entries = `${json.entries}${"00".repeat(32 * (1 + (n % 600)))}`),
      ];
      if (kind === spoil.length) return JSON.stringify(json).slice(0, -1 - (n % 200)) + garbage.slice(0, 3);
      spoil[kind]!();
      return JSON.stringify(json);
    });
});

describe("openSignerStore", () => {
  test("error: SignerStoreUnusable when another signer has it", () => {
    expect(() => openSignerStore(join(folder, "signer.sqlite"))).toThrow(SignerStoreUnusable);
  });

  test("error: SignerStoreUnusable when the log was changed", async () => {
    for (const n of [1, 2, 3]) {
      await signer.client.signBatch(
        requestOf([{ account: account(n), quanta: 1n }], { batchId: batchId(n) }),
      );
    }
    await signer.stop();
    const database = new DatabaseSync(join(folder, "signer.sqlite"));
    database.exec("UPDATE log SET batch_id = 'other' WHERE seq = 2");
    database.close();
    expect(() => openSignerStore(join(folder, "signer.sqlite"))).toThrow(/changed at entry 2/);
    rmSync(join(folder, "signer.sqlite"));
    signer = await startTestSigner(folder, time);
  });
});

describe("listenOnUnixSocket", () => {
  test("error: SocketInUse when a signer listens, or a file is in the way", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "fairhouse-signer-"));
    writeFileSync(join(elsewhere, "signer.sock"), "precious");
    await expect(startTestSigner(elsewhere)).rejects.toThrow(SocketInUse);
    expect(statSync(join(elsewhere, "signer.sock")).size).toBe(8);
    rmSync(elsewhere, { recursive: true });
  });
});

function flip(hex: string, n: number): string {
  const place = 2 + (n % (hex.length - 2));
  const digit = (Number.parseInt(hex[place]!, 16) + 1 + (n % 15)) % 16;
  return hex.slice(0, place) + digit.toString(16) + hex.slice(place + 1);
}

function post(text: string): Promise<{ status: number; body: { reason?: string; signature?: Hex } }> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { socketPath: signer.socket, method: "POST", path: "/sign-batch" },
      (answer) => {
        let received = "";
        answer.on("data", (chunk) => {
          received += chunk;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(received) }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}
