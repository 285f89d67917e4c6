import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PolicyInvalid, readPolicy } from "#backend/adapters/signingPolicyFile.ts";
import type { PolicyFile } from "#backend/adapters/signingPolicyShape.ts";
import { policyFile, writePolicy } from "#scripts/signer/writePolicy.ts";

const VAULT = `0x${"7A".repeat(20)}` as const;
const OPTIONS = {
  chainId: 56,
  rpcUrls: ["https://one.test/key", "https://two.test"],
  vault: VAULT,
  maxBatchQuanta: 1_000n,
  maxDayQuanta: 2n ** 80n,
  maxRecipientBatchQuanta: 600n,
  maxRecipientDayQuanta: 900n,
  entries: { registrationQuanta: 20n, retopupQuanta: 40n, maxPerDay: 7 },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-policy-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Json = ReturnType<typeof JSON.parse>;

/** What reading says of a valid policy after a change. */
async function faultOf(change: (policy: Json) => void): Promise<string> {
  const policy: PolicyFile = policyFile(OPTIONS);
  change(policy);
  const path = join(folder, "changed.json");
  writeFileSync(path, JSON.stringify(policy), { mode: 0o600 });
  const failure = await readPolicy(path).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PolicyInvalid);
  return String(failure);
}

describe("readPolicy", () => {
  test("default: reads what writePolicy writes, with addresses in lower case", async () => {
    const path = join(folder, "deep", "policy.json");
    await writePolicy({ path, ...OPTIONS });
    const { policy, rpcUrls, isStopped, killSwitchPath } = await readPolicy(path);
    expect(policy.vaults[0]).toMatchObject({
      chainId: 56,
      vault: VAULT.toLowerCase(),
      types: ["PayoutBatch", "EntryIntent"],
      tokens: [{ maxBatchQuanta: 1_000n, maxDayQuanta: 2n ** 80n }],
      entries: { maxPerDay: 7, kinds: { registration: { amounts: [20n] }, retopup: { amounts: [40n] } } },
    });
    expect(rpcUrls.get(56)).toEqual(OPTIONS.rpcUrls);
    expect(isStopped()).toBe(false);
    writeFileSync(killSwitchPath, "");
    expect(isStopped()).toBe(true);
  });

  test("behavior: entries may be given a range of amounts", async () => {
    const path = join(folder, "range.json");
    const policy: Json = policyFile(OPTIONS);
    policy.vaults[0].entries.kinds = { retopup: { minQuanta: "40", maxQuanta: "80" } };
    writeFileSync(path, JSON.stringify(policy), { mode: 0o600 });
    const [vault] = (await readPolicy(path)).policy.vaults;
    expect(vault?.entries?.kinds).toEqual({ retopup: { minQuanta: 40n, maxQuanta: 80n } });
  });

  test("error: PolicyInvalid names every fault, and refuses keys it does not know", async () => {
    const fault = await faultOf((policy) => {
      policy.vaults[0].tokens[0].maxDayQuantaa = "1";
      policy.vaults[0].vault = "0x12";
      delete policy.killSwitchFile;
    });
    expect(fault).toMatch(/killSwitchFile.*vaults\.0\.vault.*maxDayQuantaa/);
  });

  test.each<[string, (policy: Json) => void, RegExp]>([
    ["an earlier version", (policy) => (policy.version = 1), /version: must be 2/],
    ["a chain without RPC", (policy) => (policy.chains[0].chainId = 97), /chain that has no rpcUrls/],
    ["no RPC", (policy) => (policy.chains[0].rpcUrls = []), /rpcUrls/],
    ["a vault twice", (policy) => policy.vaults.push(policy.vaults[0]), /vault is listed twice/],
    [
      "a token twice",
      (policy) => policy.vaults[0].tokens.push(policy.vaults[0].tokens[0]),
      /token is listed twice/,
    ],
    [
      "caps of a type that is not allowed",
      (policy) => (policy.vaults[0].types = ["PayoutBatch"]),
      /entries: say/,
    ],
    ["a type without caps", (policy) => (policy.vaults[0].tokens = []), /tokens: list/],
    ["an unknown type", (policy) => policy.vaults[0].types.push("Permit"), /types/],
    ["an amount that is a number", (policy) => (policy.vaults[0].tokens[0].maxDayQuanta = 5), /maxDayQuanta/],
    [
      "a range upside down",
      (policy) => (policy.vaults[0].entries.kinds.retopup = { minQuanta: "9", maxQuanta: "8" }),
      /retopup/,
    ],
  ])("error: PolicyInvalid for %s", async (_, change, sentence) => {
    expect(await faultOf(change)).toMatch(sentence);
  });

  test("error: PolicyInvalid for a file that anyone may write, or that is none", async () => {
    const path = join(folder, "open.json");
    await writePolicy({ path, ...OPTIONS });
    chmodSync(path, 0o666);
    await expect(readPolicy(path)).rejects.toThrow(/chmod o-w/);
    await expect(readPolicy(join(folder, "none.json"))).rejects.toThrow(/set SIGNER_POLICY/);
  });
});
