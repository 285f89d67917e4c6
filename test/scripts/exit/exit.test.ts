import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encryptKeystoreJson } from "ethers";
import { keccak256, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { openRehearsal, type Rehearsal } from "#test/support/exitRehearsal.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const keyOf = (n: number) => keccak256(toHex(`rehearsal player ${n}`));

let house: Rehearsal;
let leavesFile: string;
let proofFile: string;

beforeAll(async () => {
  house = await openRehearsal(3);
  await house.fundEverybody();
  await house.round(house.worker);
  await house.index();
  await house.publicTree();
  const folder = join(house.folder, "leaves");
  leavesFile = join(folder, readdirSync(folder)[0]!);
  proofFile = join(house.folder, "proof.json");
});
afterAll(() => house.close());

type Ran = { readonly code: number; readonly output: string; readonly errors: string };

function run(script: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, env: { ...systemEnvironment(), ...env } };
    execFile(process.execPath, [script, ...args], options, (error, output, errors) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output, errors });
    });
  });
}
const prove = (...args: string[]) => run("scripts/proveBalance.ts", args);
const exit = (args: readonly string[], env: Record<string, string> = {}) =>
  run("scripts/exit/main.ts", ["--proof", proofFile, "--rpc", house.rpcUrl, ...args], env);

describe("npm run prove-balance", () => {
  test("default: builds the tree from the public leaves and holds it against the chain", async () => {
    const account = house.players[0]!.wallet;
    const args = ["--leaves", leavesFile, "--account", account, "--rpc", house.rpcUrl, "--out", proofFile];
    const { code, output, errors } = await prove(...args);
    expect(errors).toBe("");
    expect(code).toBe(0);
    expect(output).toContain(`${house.players[0]!.deposited} quanta, free`);
    expect(output).toContain("The chain says the same");
    expect(JSON.parse(readFileSync(proofFile, "utf8"))).toMatchObject({ account, version: 1 });
  });

  test("behavior: an account without a leaf is told so", async () => {
    const { output } = await prove("--leaves", leavesFile, "--account", `0x${"9".repeat(40)}`);
    expect(output).toContain("has no leaf");
  });

  test("error: leaves that were changed make another root", async () => {
    const changed = join(house.folder, "changed.ndjson");
    const text = readFileSync(leavesFile, "utf8");
    writeFileSync(changed, text.replace(/"quanta":"1/, '"quanta":"2'));
    const { code, errors } = await prove("--leaves", changed, "--account", house.players[0]!.wallet);
    expect(code).toBe(1);
    expect(errors).toMatch(/^The leaves make root .* or its maker lied\.\n$/);
  });

  test("error: what is no leaves file, or not there, gets one sentence", async () => {
    const cut = join(house.folder, "cut.ndjson");
    writeFileSync(cut, readFileSync(leavesFile, "utf8").split("\n").slice(0, 2).join("\n"));
    const account = ["--account", house.players[0]!.wallet];
    expect((await prove("--leaves", cut, ...account)).errors).toMatch(
      /^Line 1 .* promises 4 leaves, 1 follow/,
    );
    expect((await prove("--leaves", "/nowhere", ...account)).errors).toMatch(/cannot be read\.\n$/);
    expect((await prove("--leaves", "http://127.0.0.1:9/x", ...account)).errors).toMatch(/^Nobody answers/);
    expect((await prove()).errors).toMatch(/^Usage: /);
  });
});

describe("npm run exit", () => {
  test("error: before its time it says when the exit can be opened", async () => {
    const { code, errors } = await exit(["--activate", "--dry-run"]);
    expect(code).toBe(1);
    expect(errors).toMatch(/^The exit is not open: it can be opened from 20\d\d-/);
  });

  test("default: opens the exit, pays everything, and does nothing the second time", async () => {
    await house.passSevenDays();
    expect((await exit([])).errors).toMatch(/add --activate to do so\.\n$/);
    expect((await exit(["--activate", "--dry-run"])).output).toContain("Would open the exit");
    const { output: calls } = await exit(["--activate", "--calldata"]);
    const lines = calls
      .trim()
      .split("\n")
      .filter((line) => line.startsWith("{"));
    expect(lines.map((line) => JSON.parse(line).to)).toEqual([house.vault, house.vault]);
    expect((await exit(["--activate"])).errors).toMatch(/^Set EXIT_PRIVATE_KEY/);
    expect((await exit(["--activate"], { EXIT_PRIVATE_KEY: keyOf(1) })).errors).toMatch(
      /^The key is that of/,
    );

    const key = { EXIT_PRIVATE_KEY: keyOf(0) };
    const { deposited } = house.players[0]!;
    const first = await exit(["--activate"], key);
    expect(first.errors).toBe("");
    expect(first.output).toContain(`free balance: ${deposited} of ${deposited} quanta paid`);
    expect(first.output).not.toContain(keyOf(0));
    const second = await exit([], key);
    expect(second).toMatchObject({ code: 0, errors: "" });
    expect(second.output).toContain("were paid already, through the exit");
    expect(second.output).toContain("Paid 0 quanta");
  });

  test("behavior: the key may lie in an encrypted keystore, and the money go elsewhere", async () => {
    const wallet = house.players[1]!.wallet;
    await prove("--leaves", leavesFile, "--account", wallet, "--out", proofFile);
    const keystore = join(house.folder, "key.json");
    const options = { scrypt: { N: 1_024, r: 8, p: 1 } };
    writeFileSync(
      keystore,
      await encryptKeystoreJson({ address: wallet, privateKey: keyOf(1) }, "correct horse", options),
    );
    const to = `0x${"7f".repeat(20)}`;
    const args = ["--keystore", keystore, "--to", to];
    const wrong = await exit(args, { EXIT_KEYSTORE_PASSWORD: "wrong horse" });
    expect(wrong.errors).toMatch(/^EXIT_KEYSTORE_PASSWORD does not open the keystore/);
    const dry = await exit(["--dry-run", "--to", to]);
    expect(dry.output).toContain("would be paid");
    const { errors, output } = await exit(args, { EXIT_KEYSTORE_PASSWORD: "correct horse" });
    expect(errors).toBe("");
    expect(output).toContain(`to ${to}`);
    expect(await house.paidQuanta(to as `0x${string}`)).toBe(house.players[1]!.deposited);
  });

  test("error: a proof that was changed, or is for another chain or checkpoint", async () => {
    const file = JSON.parse(readFileSync(proofFile, "utf8"));
    const withFile = async (changes: object) => {
      const path = join(house.folder, "other.json");
      writeFileSync(path, JSON.stringify({ ...file, ...changes }));
      return run("scripts/exit/main.ts", ["--proof", path, "--rpc", house.rpcUrl, "--dry-run"]);
    };
    const leaves = [{ ...file.leaves[0], quanta: "999999999999" }];
    expect((await withFile({ leaves })).errors).toMatch(/is not under the root/);
    expect((await withFile({ chainId: 56 })).errors).toMatch(/^The node serves chain 31337/);
    expect((await withFile({ epoch: "7" })).errors).toMatch(/^The vault's last checkpoint is epoch 1/);
    expect((await withFile({ version: 2 })).errors).toMatch(/is no proof file of version 1/);
  });
});
