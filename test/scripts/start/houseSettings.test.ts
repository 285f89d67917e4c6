import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPolicy } from "#backend/adapters/signingPolicyFile.ts";
import {
  allSettings,
  apiSettings,
  indexerSettings,
  signerSettings,
  workerSettings,
} from "#backend/config.ts";
import { demoWallets } from "#scripts/start/demoWallets.ts";
import { houseFolders } from "#scripts/start/folders.ts";
import { ensureSignerKey, ensureSignerPolicy, houseSettings } from "#scripts/start/houseSettings.ts";
import type { StartPlan } from "#scripts/start/plan.ts";
import { ENDPOINTS, PORTS, SECRETS } from "#test/scripts/start/plannedHouse.ts";

function settingsOf(overrides: Partial<StartPlan> = {}) {
  const plan = { ports: PORTS, chainId: 31_337, given: {}, ...overrides };
  const folders = houseFolders("/state");
  return houseSettings({ plan, endpoints: ENDPOINTS, folders, secrets: SECRETS, wallets: demoWallets() });
}

describe("houseSettings", () => {
  test.each([
    ["API", apiSettings],
    ["worker", workerSettings],
    ["signer", signerSettings],
    ["indexer", indexerSettings],
  ])("default: the %s can be started with them", (_name, settings) => {
    expect(settings.safeParse(settingsOf()).error).toBeUndefined();
  });

  test("behavior: every setting is one that a process reads", () => {
    const known = Object.keys(allSettings.shape);
    expect(Object.keys(settingsOf()).filter((key) => !known.includes(key))).toEqual([]);
  });

  test("behavior: what the user gives wins", () => {
    const given = { WEB_ORIGIN: "https://house.example", BETS_PER_SECOND: "7" };
    expect(settingsOf({ given })).toMatchObject(given);
  });

  test("behavior: the development keys, which everyone knows, pay on the local chain only", () => {
    expect(settingsOf().SENDER_PRIVATE_KEY).toBe(demoWallets().sender.privateKey);
    const elsewhere = settingsOf({ chainId: 56 });
    expect(elsewhere.SENDER_PRIVATE_KEY).toBeUndefined();
    expect(elsewhere.FAUCET_PRIVATE_KEY).toBeUndefined();
  });
});

describe("ensureSignerKey, ensureSignerPolicy", () => {
  test("default: the local signer has a key, and a policy by which it reads the local vault itself", async () => {
    const state = mkdtempSync(join(tmpdir(), "fairhouse-state-"));
    const plan = { ports: PORTS, chainId: 31_337, given: {} };
    const input = { plan, endpoints: ENDPOINTS, secrets: SECRETS, wallets: demoWallets() };
    const settings = houseSettings({ ...input, folders: houseFolders(state) });
    const address = await ensureSignerKey(settings);
    expect(await ensureSignerKey(settings)).toBe(address);

    const vault = `0x${"7a".repeat(20)}` as const;
    await ensureSignerPolicy({ plan, settings, vault });
    const { policy, rpcUrls } = await readPolicy(settings.SIGNER_POLICY ?? "");
    expect(policy.vaults).toMatchObject([{ chainId: 31_337, vault, types: ["PayoutBatch", "EntryIntent"] }]);
    expect(rpcUrls.get(31_337)).toEqual([ENDPOINTS.rpcUrls]);
    rmSync(state, { recursive: true, force: true });
  });

  test("behavior: a key in an HSM takes the place of the local keystore", () => {
    const given = { SIGNER_PKCS11_MODULE: "/hsm.so" };
    expect(settingsOf({ given })).not.toHaveProperty("SIGNER_KEYSTORE");
    expect(settingsOf({ given })).toMatchObject(given);
  });
});
