import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SocketInUse } from "#backend/adapters/unixSocket.ts";
import { openSignerStore, SignerStoreUnusable } from "#backend/modules/signer/signer.store.ts";
import { checkSignerLog } from "#backend/modules/signer/signerLog.store.ts";
import { account, batchId, entryOf, requestsOf, startTestSigner, TestChain } from "./testSigner.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-signer-"));
  path = join(folder, "signer.sqlite");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A store of a signer that signed three batches and an entry, refused one, and was stopped. */
async function writeStore(): Promise<void> {
  const chain = new TestChain();
  const signer = await startTestSigner(folder, { chain });
  const wishes = [1, 2, 3].map((n) => ({
    payments: [{ account: account(n), quanta: 1n }],
    terms: { batchId: batchId(n) },
  }));
  const requests = requestsOf(wishes);
  chain.publish(requests[0]!.checkpoint);
  for (const request of requests) await signer.client.signBatch(request);
  await signer.client.signEntryIntent(entryOf());
  await signer.client.signEntryIntent(entryOf({ amount: 1n })).catch(() => undefined);
  await signer.stop();
}

function tamper(sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

describe("openSignerStore", () => {
  test("error: SignerStoreUnusable when another signer has it, though its log can be read", async () => {
    const store = openSignerStore(path);
    expect(() => openSignerStore(path)).toThrow(SignerStoreUnusable);
    expect(checkSignerLog(path)).toMatchObject({ entries: 0, findings: [] });
    store.close();
    openSignerStore(path).close();
  });

  test("error: SignerStoreUnusable when the log was changed", async () => {
    await writeStore();
    tamper("UPDATE log SET subject = 'other' WHERE seq = 2");
    expect(() => openSignerStore(path)).toThrow(/changed at entry 2/);
  });

  test("behavior: a store of the first version is taken over, with its log and what it signed", async () => {
    await writeStore();
    tamper(
      "ALTER TABLE log RENAME COLUMN subject TO batch_id; DROP TABLE signed_entries; DROP TABLE entry_counts",
    );
    const store = openSignerStore(path);
    expect(store.findBatch(batchId(2))?.signature).toMatch(/^0x/);
    store.close();
    expect(checkSignerLog(path)).toMatchObject({ entries: 5, findings: [] });
  });
});

describe("checkSignerLog", () => {
  test("default: an untouched log has no findings, and a head to write down", async () => {
    await writeStore();
    const { entries, byOutcome, head, findings } = checkSignerLog(path);
    expect({ entries, byOutcome, findings }).toEqual({
      entries: 5,
      byOutcome: { signed: 4, refused: 1 },
      findings: [],
    });
    expect(checkSignerLog(path, head).findings).toEqual([]);
  });

  test.each<[string, string, RegExp]>([
    ["a changed digest", "UPDATE log SET digest = '0x00' WHERE seq = 2", /^Entry 2 .* was changed/],
    ["a changed time", "UPDATE log SET at = at + 1 WHERE seq = 3", /^Entry 3 .* was changed/],
    ["a changed refusal", "UPDATE log SET outcome = 'signed' WHERE seq = 5", /^Entry 5 .* was changed/],
    ["an entry taken out", "DELETE FROM log WHERE seq = 3", /^Entry 4 .*Entries 3 to 3 are missing/],
    [
      "swapped entries",
      "UPDATE log SET seq = 99 WHERE seq = 2; UPDATE log SET seq = 2 WHERE seq = 3; UPDATE log SET seq = 3 WHERE seq = 99",
      /^Entry 2 .* was changed/,
    ],
    ["a cut end", "DELETE FROM log WHERE seq >= 3", /signature for .*3 has no entry/],
    [
      "a signature by hand",
      `INSERT INTO signed_batches VALUES ('${batchId(7)}', '0x07', '0x07')`,
      /signature for .*7 has no entry/,
    ],
  ])("behavior: %s is found and named", async (_, sql, sentence) => {
    await writeStore();
    tamper(sql);
    expect(checkSignerLog(path).findings.join("\n")).toMatch(sentence);
  });

  test("behavior: a log that was rewritten as a whole no longer leads to a head written down", async () => {
    await writeStore();
    const { head } = checkSignerLog(path);
    rmSync(path);
    openSignerStore(path).close();
    expect(checkSignerLog(path).findings).toEqual([]);
    expect(checkSignerLog(path, head).findings).toEqual([
      expect.stringMatching(/does not lead to the head 5:/),
    ]);
  });

  test("error: SignerStoreUnusable where no signer ran", () => {
    expect(() => checkSignerLog(join(folder, "none.sqlite"))).toThrow(SignerStoreUnusable);
  });
});

describe("listenOnUnixSocket", () => {
  test("error: SocketInUse when a file is in the way", async () => {
    writeFileSync(join(folder, "signer.sock"), "precious");
    await expect(startTestSigner(folder)).rejects.toThrow(SocketInUse);
    expect(statSync(join(folder, "signer.sock")).size).toBe(8);
  });
});
