import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkSignerLog } from "#backend/modules/signer/signerLog.store.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";
import { initKeystore } from "#scripts/signer/initKeystore.ts";
import { writePolicy } from "#scripts/signer/writePolicy.ts";
import { killSigner, launchReadySigner, launchSigner } from "./launchSigner.ts";
import { startTestRpc } from "./testRpc.ts";
import {
  account,
  batchId,
  CHAIN_ID,
  entryOf,
  requestsOf,
  SIGNER_ADDRESS,
  SIGNER_KEY,
  VAULT,
  type Wish,
} from "./testSigner.ts";

const PASSWORD = "correct horse battery";
const CAP = 1_000_000n;
const REQUESTS = 200;
const LANES = 32;
/** Shortly after how many answers each signer is killed. */
const KILLS = [1, 9, 14, 33, 57, 80, 150] as const;

let folder: string;
let rpc: Awaited<ReturnType<typeof startTestRpc>>;
const truth = {
  signer: SIGNER_ADDRESS,
  signerEpoch: 1n,
  checkpoint: { epoch: 0n, root: batchId(0), total: 0n },
};
const paths = () => ({
  SIGNER_KEYSTORE: join(folder, "keystore.json"),
  SIGNER_KEYSTORE_PASSWORD: PASSWORD,
  SIGNER_POLICY: join(folder, "policy.json"),
  SIGNER_STORE: join(folder, "signer.sqlite"),
  SIGNER_SOCKET: join(folder, "signer.sock"),
});
const launchReady = () => launchReadySigner(paths());

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-signer-"));
  rpc = await startTestRpc(truth);
  await initKeystore({ path: paths().SIGNER_KEYSTORE, password: PASSWORD, privateKey: SIGNER_KEY });
  await writePolicy({
    path: paths().SIGNER_POLICY,
    chainId: CHAIN_ID,
    rpcUrls: [rpc.url],
    vault: VAULT,
    maxBatchQuanta: CAP,
    maxDayQuanta: CAP,
    maxRecipientBatchQuanta: CAP,
    maxRecipientDayQuanta: CAP,
    entries: { registrationQuanta: 20n, retopupQuanta: 40n, maxPerDay: 1_000 },
  });
});
afterAll(() => {
  rpc.close();
  rmSync(folder, { recursive: true, force: true });
});

const inAnHour = () => BigInt(Math.floor(Date.now() / 1000)) + 3_500n;

/** Requests whose leaves are all in the published tree. */
function published(wishes: readonly Wish[]) {
  const requests = requestsOf(wishes);
  truth.checkpoint = requests[0]!.checkpoint;
  return requests;
}

describe("the signer process", () => {
  test("behavior: what was signed before a SIGKILL is signed for ever, and nothing else in its place", async () => {
    const deadline = inAnHour();
    const numbers = Array.from({ length: REQUESTS / 2 }, (_, index) => index + 1);
    const wishes = numbers.map((n) => ({
      payments: [{ account: account(n), quanta: 10n }],
      terms: { batchId: batchId(n), deadline },
    }));
    const batches = [undefined, ...published(wishes)];
    const entryFor = (n: number) => entryOf({ account: account(1_000 + n), deadline });
    const released = new Map<string, Hex>();

    for (const killAfter of KILLS) {
      const { child, client } = await launchReady();
      let answered = 0;
      const hear = (name: string) => (answer: { signature: Hex }) => {
        expect(released.get(name) ?? answer.signature).toBe(answer.signature);
        released.set(name, answer.signature);
        answered += 1;
        if (answered === killAfter) setTimeout(() => child.kill("SIGKILL"), (7 * killAfter) % 6);
      };
      const asking = numbers.flatMap((n) => [
        () => client.signBatch(batches[n]!).then(hear(`batch ${n}`)),
        () => client.signEntryIntent(entryFor(n)).then(hear(`entry ${n}`)),
      ]);
      await inLanes(asking, (error) => expect(error).not.toBeInstanceOf(SigningRefused));
      await killSigner(child, "SIGKILL");
      expect(existsSync(paths().SIGNER_SOCKET)).toBe(true); // left behind, and no obstacle
    }

    const { child, client, output } = await launchReady();
    expect(released.size).toBeGreaterThanOrEqual(Math.max(...KILLS));
    const recorded = readRecorded();
    const altered = requestsOf(
      wishes.map(({ payments, terms }) => ({ payments, terms: { ...terms, deadline: deadline - 1n } })),
    );
    for (const n of numbers) {
      const batch = released.get(`batch ${n}`);
      // Signed before a kill that kept the answer from leaving: bound just the same.
      if (recorded.has(batchId(n)) || batch !== undefined) {
        await expect(client.signBatch(altered[n - 1]!)).rejects.toMatchObject({ reason: "BATCH_ID_REUSED" });
        const again = await client.signBatch(batches[n]!);
        expect(again.signature).toBe(batch ?? recorded.get(batchId(n)));
      }
      const entry = released.get(`entry ${n}`);
      if (entry === undefined) continue;
      const other = entryOf({ account: account(1_000 + n), deadline, sponsor: account(3_000) });
      await expect(client.signEntryIntent(other)).rejects.toMatchObject({ reason: "ENTRY_NONCE_REUSED" });
      expect((await client.signEntryIntent(entryFor(n))).signature).toBe(entry);
    }

    expect(output.text).not.toContain(SIGNER_KEY.slice(2));
    expect(output.text).not.toContain(PASSWORD);
    expect(output.text).not.toMatch(/Warning/);
    expect(statSync(paths().SIGNER_STORE).mode & 0o077).toBe(0);
    expect(checkSignerLog(paths().SIGNER_STORE).findings).toEqual([]); // while the signer runs
    expect(await killSigner(child, "SIGTERM")).toBe(0);
    expect(existsSync(paths().SIGNER_SOCKET)).toBe(false);
  });

  test("behavior: the kill switch file stops a running signer at once", async () => {
    const { child, client } = await launchReady();
    const wish = (n: number) => ({
      payments: [{ account: account(n), quanta: 1n }],
      terms: { batchId: batchId(n), deadline: inAnHour() },
    });
    const [first, second, third] = published([5_000, 5_001, 5_002].map(wish));
    await client.signBatch(first!);
    writeFileSync(join(folder, "signer.stop"), "");
    await expect(client.signBatch(second!)).rejects.toMatchObject({ reason: "SIGNER_STOPPED" });
    rmSync(join(folder, "signer.stop"));
    await client.signBatch(third!);
    await killSigner(child, "SIGTERM");
  });

  test.each<[string, () => Record<string, string>, RegExp]>([
    ["a wrong password", () => ({ SIGNER_KEYSTORE_PASSWORD: "not the password" }), /password does not open/],
    ["no keystore", () => ({ SIGNER_KEYSTORE: join(folder, "none.json") }), /cannot be read/],
    ["a keystore that is none", () => ({ SIGNER_KEYSTORE: paths().SIGNER_POLICY }), /no version 3 keystore/],
    ["no key at all", () => ({ SIGNER_KEYSTORE: "" }), /SIGNER_PKCS11_MODULE.*SIGNER_KEYSTORE/],
    ["two keys", () => ({ SIGNER_PKCS11_MODULE: "/hsm.so" }), /one of both/],
    ["an HSM that is none", () => hsmSettings("/hsm.so"), /cannot be loaded.*SIGNER_PKCS11_MODULE/],
    [
      "an HSM without a PIN",
      () => ({ ...hsmSettings("/hsm.so"), SIGNER_PKCS11_PIN: "" }),
      /SIGNER_PKCS11_PIN/,
    ],
    ["no policy", () => ({ SIGNER_POLICY: join(folder, "none.json") }), /cannot be read as JSON/],
    ["no way to it", () => ({ SIGNER_SOCKET: "" }), /SIGNER_SOCKET, or SIGNER_TLS_ADDRESS/],
    ["half a TLS", () => ({ SIGNER_SOCKET: "", SIGNER_TLS_ADDRESS: "127.0.0.1:7443" }), /SIGNER_TLS_CERT/],
    ["no settings", () => ({ SIGNER_STORE: "" }), /SIGNER_STORE/],
  ])("error: %s is one clear sentence", async (_, overrides, sentence) => {
    const { child, output } = launchSigner({ ...paths(), ...overrides() });
    await once(child, "exit");
    expect(child.exitCode).toBe(1);
    expect(output.text.trim().split("\n")).toHaveLength(1);
    expect(output.text).toMatch(sentence);
    expect(output.text).not.toContain("not the password");
  });
});

function hsmSettings(modulePath: string): Record<string, string> {
  const own = { SIGNER_PKCS11_TOKEN: "fairhouse", SIGNER_PKCS11_PIN: "12345678" };
  return { SIGNER_KEYSTORE: "", SIGNER_PKCS11_MODULE: modulePath, ...own };
}

/** Does the work a few pieces at a time, as the house's processes do. */
async function inLanes(work: readonly (() => Promise<void>)[], onError: (error: unknown) => void) {
  const queue = [...work];
  const lane = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next().catch(onError);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Signatures in the sign-once table, by batch. */
function readRecorded(): Map<string, string> {
  const database = new DatabaseSync(paths().SIGNER_STORE, { readOnly: true });
  const rows = database.prepare("SELECT batch_id, signature FROM signed_batches").all();
  database.close();
  return new Map(rows.map((row) => [String(row.batch_id), String(row.signature)]));
}
