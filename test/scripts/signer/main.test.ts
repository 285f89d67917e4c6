import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { encodeFunctionData } from "viem";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openSignerStore } from "#backend/modules/signer/signer.store.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { ROOT } from "#scripts/start/folders.ts";
import { startTestRpc } from "#test/backend/modules/signer/testRpc.ts";
import { batchId, CHAIN_ID, VAULT } from "#test/backend/modules/signer/testSigner.ts";
import { createSoftHsm, type SoftHsm } from "#test/support/softHsm.ts";

const PASSWORD = "correct horse battery";

let hsmFolder: string;
let hsm: SoftHsm;
let folder: string;
beforeAll(async () => {
  hsmFolder = mkdtempSync(join(tmpdir(), "fairhouse-hsm-"));
  hsm = await createSoftHsm(hsmFolder);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-signer-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => rmSync(hsmFolder, { recursive: true, force: true }));

const inFolder = (name: string) => join(folder, name);
const keystore = () => ({ SIGNER_KEYSTORE: inFolder("key.json"), SIGNER_KEYSTORE_PASSWORD: PASSWORD });
const inHsm = () => ({
  ...hsm.environment,
  SIGNER_PKCS11_MODULE: hsm.modulePath,
  SIGNER_PKCS11_TOKEN: hsm.token,
  SIGNER_PKCS11_PIN: hsm.pin,
});

function signer(settings: Record<string, string>, ...args: string[]) {
  const env = { ...systemEnvironment(), ...settings };
  const entry = join(ROOT, "scripts/signer/main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], { env, encoding: "utf8" });
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

/** Likewise, while this process goes on and can answer as a node. */
function apart(settings: Record<string, string>, ...args: string[]): Promise<ReturnType<typeof signer>> {
  const env = { ...systemEnvironment(), ...settings };
  const entry = join(ROOT, "scripts/signer/main.ts");
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [entry, ...args], { env }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout: stdout.trim(), stderr: stderr.trim() }),
    );
  });
}

function expectSentence(outcome: ReturnType<typeof signer>, sentence: RegExp): void {
  expect(outcome).toMatchObject({ status: 1, stdout: "" });
  expect(outcome.stderr.split("\n")).toHaveLength(1);
  expect(outcome.stderr).toMatch(sentence);
}

function writePolicyFile(rpcUrl = "http://127.0.0.1:1"): string {
  const example = JSON.parse(signer(keystore(), "policy", "--example").stdout);
  example.chains = [{ chainId: CHAIN_ID, rpcUrls: [rpcUrl] }];
  Object.assign(example.vaults[0], { chainId: CHAIN_ID, vault: VAULT });
  const path = inFolder("policy.json");
  writeFileSync(path, JSON.stringify(example), { mode: 0o600 });
  return path;
}

describe("npm run signer", () => {
  test("default: init makes a key in a keystore once, and address shows it", () => {
    const first = signer(keystore(), "init");
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect(first.stdout).toMatch(/new key was made in the keystore .*key\.json/);
    const address = first.stdout.split("\n").at(-1);
    expect(address).toMatch(/^0x[0-9a-f]{40}$/);
    expect(statSync(inFolder("key.json")).mode & 0o077).toBe(0);
    expect(signer(keystore(), "init").stdout).toMatch(new RegExp(`already in.*\n${address}$`));
    expect(signer(keystore(), "address").stdout).toBe(address);
  });

  test("behavior: init makes a key inside an HSM; rotate makes the next one, retire destroys the old", async () => {
    const address = signer(inHsm(), "init").stdout.split("\n").at(-1);
    expect(signer(inHsm(), "address").stdout).toBe(address);
    const rotated = signer({ ...inHsm(), SIGNER_POLICY: writePolicyFile() }, "rotate");
    const next = /New key +(0x[0-9a-f]{40}) in the token fairhouse, as "fairhouse-signer-2"/.exec(
      rotated.stdout,
    )?.[1];
    const args = [next as `0x${string}`] as const;
    const calldata = encodeFunctionData({ abi: vaultAbi, functionName: "rotateSigner", args });
    expect(rotated.stdout).toContain(
      `vault ${VAULT} on chain ${CHAIN_ID}: rotateSigner(${next}), calldata ${calldata}`,
    );
    expect(rotated.stdout).toContain("set SIGNER_PKCS11_KEY=fairhouse-signer-2 and start the signer again");
    expect(signer(inHsm(), "address").stdout).toBe(address); // The old one stays as it is.

    const after = { ...inHsm(), SIGNER_PKCS11_KEY: "fairhouse-signer-2" };
    expect(signer(after, "address").stdout).toBe(next);
    const wantedRetired = ["rotate", "--retire", "fairhouse-signer"];
    expectSentence(
      signer({ ...inHsm(), SIGNER_POLICY: writePolicyFile() }, ...wantedRetired),
      /settings still name/,
    );
    expectSentence(signer(after, ...wantedRetired), /Set SIGNER_POLICY/);
    const checkpoint = { epoch: 0n, root: batchId(0), total: 0n };
    const truth = { signer: address as `0x${string}`, signerEpoch: 2n, checkpoint };
    const rpc = await startTestRpc(truth);
    const policy = { ...after, SIGNER_POLICY: writePolicyFile(rpc.url) };
    expectSentence(await apart(policy, ...wantedRetired), /still obeys 0x.*: rotate its signer first/);
    truth.signer = next as `0x${string}`;
    expect(await apart(policy, ...wantedRetired)).toMatchObject({ status: 0, stderr: "" });
    rpc.close();
    expectSentence(signer(inHsm(), "address"), /no secp256k1 key called fairhouse-signer/);
    expect(signer(after, "address").stdout).toBe(next);
  });

  test("behavior: rotate makes the next keystore beside the present one", () => {
    signer(keystore(), "init");
    const before = readFileSync(inFolder("key.json"), "utf8");
    expect(signer(keystore(), "rotate").stdout).toContain(`SIGNER_KEYSTORE=${inFolder("key-2.json")}`);
    expect(signer(keystore(), "rotate").stdout).toContain("key-3.json");
    expect(signer(keystore(), "rotate", "--to", inFolder("mine.json")).stdout).toContain("mine.json");
    expectSentence(
      signer(keystore(), "rotate", "--to", inFolder("mine.json")),
      /already: choose another name/,
    );
    expect(readFileSync(inFolder("key.json"), "utf8")).toBe(before);
    expect(existsSync(inFolder("key-3.json"))).toBe(true);
  });

  test("behavior: policy says what each number means, in coins too", () => {
    const outcome = signer(
      { SIGNER_POLICY: writePolicyFile("https://user:secret@rpc.test/v1/key") },
      "policy",
    );
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
    expect(outcome.stdout).toMatch(/10 coins \(10000000000 quanta\) +at most in one batch/);
    expect(outcome.stdout).toMatch(/20 coins .* +for a registration/);
    expect(outcome.stdout).toMatch(/within 14 days/);
    expect(outcome.stdout).toContain("reads vaults at rpc.test.");
    expect(outcome.stdout).not.toMatch(/secret|v1\/key/);
  });

  test("behavior: policy points at numbers that are hardly meant", () => {
    const path = writePolicyFile();
    const policy = JSON.parse(readFileSync(path, "utf8"));
    policy.vaults[0].tokens[0].maxRecipientBatchQuanta = "20000000000";
    writeFileSync(path, JSON.stringify(policy), { mode: 0o600 });
    expect(signer({ SIGNER_POLICY: path }, "policy").stdout).toMatch(/Look again: .*never reached/);
  });

  test("behavior: check-log finds and names a changed entry", () => {
    const path = inFolder("signed.sqlite");
    const store = openSignerStore(path);
    for (const n of [1, 2, 3]) {
      const refused = {
        outcome: "refused",
        reason: "DEADLINE_PASSED",
        digest: "0x01",
        requestHash: "x",
      } as const;
      store.appendLog({ ...refused, atSeconds: 1_000n, subject: batchId(n) });
    }
    const sound = signer({ SIGNER_STORE: path }, "check-log"); // While a signer has it.
    store.close();
    expect(sound).toMatchObject({ status: 0, stderr: "" });
    expect(sound.stdout).toMatch(/3 requests: 0 signed, 0 repeated, 3 refused/);
    const head = /Head (3:[0-9a-f]{64})/.exec(sound.stdout)?.[1] ?? "";

    const database = new DatabaseSync(path);
    database.exec("UPDATE log SET reason = '' WHERE seq = 2");
    database.close();
    const changed = signer({ SIGNER_STORE: path }, "check-log");
    expect(changed.status).toBe(1);
    expect(changed.stdout).toMatch(/WRONG {2}Entry 2 /);
    rmSync(path);
    openSignerStore(path).close();
    expect(signer({ SIGNER_STORE: path }, "check-log", "--expect", head).status).toBe(1);
  });

  test.each<[string, string[], () => Record<string, string>, RegExp]>([
    ["nothing to do", [], keystore, /Say what to do/],
    ["an unknown command", ["sign"], keystore, /no command "sign"/],
    ["an unknown option", ["init", "--force"], keystore, /Unknown option '--force'/],
    ["an option of another command", ["init", "--to", "x"], keystore, /"init" takes no --to/],
    ["no key", ["address"], keystore, /cannot be read: set SIGNER_KEYSTORE/],
    ["a wrong PIN", ["address"], () => ({ ...inHsm(), SIGNER_PKCS11_PIN: "0000" }), /refuses the PIN/],
    ["a wrong token", ["init"], () => ({ ...inHsm(), SIGNER_PKCS11_TOKEN: "x" }), /no token called x/],
    ["a wrong module", ["init"], () => ({ ...inHsm(), SIGNER_PKCS11_MODULE: "/x.so" }), /cannot be loaded/],
    ["no policy", ["policy"], keystore, /Set SIGNER_POLICY .*--example/],
    ["no store", ["check-log"], keystore, /Set SIGNER_STORE/],
    ["a head that is none", ["check-log", "--expect", "5"], keystore, /--expect takes a head/],
  ])("error: %s is one clear sentence", (_, args, settings, sentence) => {
    expectSentence(signer(settings(), ...args), sentence);
  });
});
