import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { demoWallets } from "#scripts/start/demoWallets.ts";
import { houseFolders } from "#scripts/start/folders.ts";
import { ensureSignerKey, ensureSignerPolicy, houseSettings } from "#scripts/start/houseSettings.ts";
import { houseProcesses } from "#scripts/start/processes.ts";
import { ENDPOINTS, PORTS, SECRETS } from "#test/scripts/start/plannedHouse.ts";
import { createSoftHsm, type SoftHsm } from "#test/support/softHsm.ts";

const VAULT = `0x${"7a".repeat(20)}` as const;

let state: string;
let hsm: SoftHsm;
beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), "fairhouse-processes-"));
  hsm = await createSoftHsm(state);
});
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
