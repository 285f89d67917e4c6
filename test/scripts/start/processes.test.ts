import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { demoWallets } from "#scripts/start/demoWallets.ts";
import { houseFolders } from "#scripts/start/folders.ts";
import { ensureSignerKey, ensureSignerPolicy, houseSettings } from "#scripts/start/houseSettings.ts";
import { houseProcesses } from "#scripts/start/processes.ts";
import { createSoftHsm, type SoftHsm } from "#test/support/softHsm.ts";

const PORTS = { web: 1, api: 2, chain: 3, postgres: 4, redis: 5, worker: 6, indexer: 7 };
const VAULT = `0x${"7a".repeat(20)}` as const;
const SECRETS = {
  jwtPrivateKey: Buffer.alloc(32, 1).toString("base64"),
  seedEncryptionKey: Buffer.alloc(32, 2).toString("base64"),
  keystorePassword: "a password for tests",
};
const ENDPOINTS = {
  databaseUrl: "postgres://db/house",
  redisUrl: "redis://cache",
  rpcUrls: "http://127.0.0.1:3",
};

let state: string;
let hsm: SoftHsm;
beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), "fairhouse-processes-"));
  hsm = await createSoftHsm(state);
}, 180_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(state, { recursive: true, force: true });
});

describe("houseProcesses", () => {
  test("behavior: a signer whose key is in SoftHSM finds its token where SOFTHSM2_CONF says", async () => {
    vi.stubEnv("SOFTHSM2_CONF", hsm.environment.SOFTHSM2_CONF);
    const given = {
      SIGNER_PKCS11_MODULE: hsm.modulePath,
      SIGNER_PKCS11_TOKEN: hsm.token,
      SIGNER_PKCS11_PIN: hsm.pin,
    };
    const plan = { ports: PORTS, chainId: 31_337, given };
    const folders = houseFolders(state);
    const wallets = demoWallets();
    const settings = houseSettings({ plan, endpoints: ENDPOINTS, folders, secrets: SECRETS, wallets });
    await ensureSignerKey(settings);
    await ensureSignerPolicy({ plan, settings, vault: VAULT });

    const [first] = houseProcesses({ settings, ports: PORTS, folders });
    const [signer] = first ?? [];
    // It resolves once the signer answers on its socket, and rejects when the process ends before.
    const child = await signer?.start(new AbortController().signal);
    expect(child?.pid).toBeGreaterThan(0);
    await child?.stop();
  });
});
