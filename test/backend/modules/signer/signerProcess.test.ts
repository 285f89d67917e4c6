import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Hex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openKeystore } from "#backend/adapters/keystoreKey.ts";
import { createSignerClient } from "#backend/adapters/signerClient.ts";
import { PolicyInvalid, readPolicy } from "#backend/adapters/signingPolicyFile.ts";
import { SigningRefused } from "#domain/settlement/judgeBatch.ts";
import { initKeystore } from "#scripts/signer/initKeystore.ts";
import { writePolicy } from "#scripts/signer/writePolicy.ts";
import { account, batchId, CHAIN_ID, requestOf, SIGNER_ADDRESS, SIGNER_KEY, VAULT } from "./testSigner.ts";

const PASSWORD = "correct horse battery";
const ENTRY = fileURLToPath(new URL("../../../../backend/signer.ts", import.meta.url));
const READY_TIMEOUT_MS = 30_000;

let folder: string;
const paths = () => ({
  SIGNER_KEYSTORE: join(folder, "keystore.json"),
  SIGNER_POLICY: join(folder, "policy.json"),
  SIGNER_STORE: join(folder, "signer.sqlite"),
  SIGNER_SOCKET: join(folder, "signer.sock"),
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-signer-"));
  await initKeystore({ path: paths().SIGNER_KEYSTORE, password: PASSWORD, privateKey: SIGNER_KEY });
  await writePolicy({
    path: paths().SIGNER_POLICY,
    chainId: CHAIN_ID,
    vault: VAULT,
    maxBatchQuanta: 1_000n,
    maxDayQuanta: 100_000n,
    maxRecipientBatchQuanta: 1_000n,
    maxRecipientDayQuanta: 100_000n,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function launch(overrides: Record<string, string> = {}) {
  const env = { ...process.env, SIGNER_KEYSTORE_PASSWORD: PASSWORD, ...paths(), ...overrides };
  const child = spawn(process.execPath, [ENTRY], { env, stdio: ["ignore", "pipe", "pipe"] });
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output.text += chunk;
    });
  }
  return { child, output };
}

async function launchReady() {
  const { child, output } = launch();
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!output.text.includes("signer ready")) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`no signer: ${output.text}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { child, output, client: createSignerClient(paths().SIGNER_SOCKET) };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null) {
    child.kill(signal);
    await once(child, "exit");
  }
  return child.exitCode;
}

const inAnHour = () => BigInt(Math.floor(Date.now() / 1000)) + 3_600n;

describe("the signer process", () => {
  test("behavior: what was signed before a SIGKILL is signed for ever, and nothing else under its id", async () => {
    const deadline = inAnHour();
    const batches = Array.from({ length: 40 }, (_, n) =>
      requestOf([{ account: account(n), quanta: 10n }], { batchId: batchId(n), deadline }),
    );
    const released = new Map<number, Hex>();
    for (const killAfter of [1, 9]) {
      const { child, client } = await launchReady();
      let answered = 0;
      const asked = batches.map(async (batch, n) => {
        const { signature } = await client.signBatch(batch);
        expect(released.get(n) ?? signature).toBe(signature);
        released.set(n, signature);
        answered += 1;
        if (answered === killAfter) child.kill("SIGKILL");
      });
      await Promise.allSettled(asked);
      await kill(child, "SIGKILL");
      expect(existsSync(paths().SIGNER_SOCKET)).toBe(true); // left behind, and no obstacle
    }

    const { child, client, output } = await launchReady();
    for (const [n, signature] of released) {
      expect((await client.signBatch(batches[n]!)).signature).toBe(signature);
      const other = requestOf([{ account: account(n), quanta: 11n }], { batchId: batchId(n), deadline });
      await expect(client.signBatch(other)).rejects.toMatchObject({ reason: "BATCH_ID_REUSED" });
    }
    expect(released.size).toBeGreaterThan(0);
    expect(output.text).not.toContain(SIGNER_KEY.slice(2));
    expect(output.text).not.toContain(PASSWORD);
    expect(output.text).not.toMatch(/Warning/);
    expect(statSync(paths().SIGNER_STORE).mode & 0o077).toBe(0);
    expect(await kill(child, "SIGTERM")).toBe(0);
    expect(existsSync(paths().SIGNER_SOCKET)).toBe(false);
  });

  test("behavior: the kill switch file stops a running signer at once", async () => {
    const { child, client } = await launchReady();
    const ask = (n: number) =>
      client.signBatch(
        requestOf([{ account: account(n), quanta: 1n }], { batchId: batchId(n), deadline: inAnHour() }),
      );
    await ask(100);
    writeFileSync(join(folder, "signer.stop"), "");
    await expect(ask(101)).rejects.toThrow(SigningRefused);
    rmSync(join(folder, "signer.stop"));
    await ask(102);
    await kill(child, "SIGTERM");
  });

  test.each<[string, () => Record<string, string>, RegExp]>([
    ["a wrong password", () => ({ SIGNER_KEYSTORE_PASSWORD: "not the password" }), /password does not open/],
    ["no keystore", () => ({ SIGNER_KEYSTORE: join(folder, "none.json") }), /cannot be read/],
    ["a keystore that is none", () => ({ SIGNER_KEYSTORE: paths().SIGNER_POLICY }), /no version 3 keystore/],
    ["no policy", () => ({ SIGNER_POLICY: join(folder, "none.json") }), /cannot be read as JSON/],
    ["no settings", () => ({ SIGNER_SOCKET: "" }), /SIGNER_SOCKET/],
  ])("error: %s is one clear sentence", async (_, overrides, sentence) => {
    const { child, output } = launch(overrides());
    await once(child, "exit");
    expect(child.exitCode).toBe(1);
    expect(output.text.trim().split("\n")).toHaveLength(1);
    expect(output.text).toMatch(sentence);
    expect(output.text).not.toContain("not the password");
  });
});

describe("initKeystore", () => {
  test("behavior: a keystore that exists is kept; a new one has a key of its own", async () => {
    const { SIGNER_KEYSTORE } = paths();
    const before = readFileSync(SIGNER_KEYSTORE, "utf8");
    const again = await initKeystore({ path: SIGNER_KEYSTORE, password: PASSWORD });
    expect(again.toLowerCase()).toBe(SIGNER_ADDRESS);
    expect(readFileSync(SIGNER_KEYSTORE, "utf8")).toBe(before);
    expect(before).not.toContain(SIGNER_KEY.slice(2));
    expect(statSync(SIGNER_KEYSTORE).mode & 0o777).toBe(0o600);

    const fresh = join(folder, "deep", "fresh.json");
    const address = await initKeystore({ path: fresh, password: PASSWORD });
    expect((await openKeystore(fresh, PASSWORD)).address()).toBe(address.toLowerCase());
    expect(address).not.toBe(privateKeyToAddress(SIGNER_KEY));
  });
});

describe("readPolicy", () => {
  test("error: PolicyInvalid names every fault, and refuses keys it does not know", async () => {
    const path = join(folder, "bad.json");
    const policy = JSON.parse(readFileSync(paths().SIGNER_POLICY, "utf8"));
    policy.vaults[0].tokens[0].maxDayQuantaa = "1";
    policy.vaults[0].vault = "0x12";
    delete policy.killSwitchFile;
    writeFileSync(path, JSON.stringify(policy), { mode: 0o600 });
    const failure = await readPolicy(path).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PolicyInvalid);
    expect(String(failure)).toMatch(/killSwitchFile.*vaults\.0\.vault.*maxDayQuantaa/);
  });
});
