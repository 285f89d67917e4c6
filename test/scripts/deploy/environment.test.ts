import { describe, expect, test } from "vitest";
import { DeployEnvironmentInvalid, readDeployEnvironment } from "#scripts/deploy/environment.ts";
import { localDefaults } from "#scripts/deploy/localDefaults.ts";
import { networkNamed } from "#scripts/deploy/networks.ts";
import {
  DEPLOYER_KEY,
  deployEnvironment,
  GUARDIAN,
  OPERATOR,
  SAFE,
  SIGNER,
  TREASURY,
} from "#test/scripts/deploy/support/deployChain.ts";

const BSC = networkNamed("bsc");
const TESTNET = networkNamed("bsc-testnet");
const URLS = "https://bsc.example/rpc, https://other.example";

function anEnvironment(overrides: Record<string, string | undefined> = {}) {
  return deployEnvironment(URLS, overrides);
}

describe("readDeployEnvironment", () => {
  test("default", () => {
    expect(readDeployEnvironment(anEnvironment(), BSC)).toEqual({
      rpcUrl: "https://bsc.example/rpc",
      deployerKey: DEPLOYER_KEY,
      settings: {
        chainId: 56,
        admin: SAFE,
        guardian: GUARDIAN,
        operator: OPERATOR,
        treasury: TREASURY,
        signer: SIGNER,
        adminDelaySeconds: 172_800,
        treasuryDelaySeconds: 86_400,
        grantDelaySeconds: 172_800,
        nativeLimits: {
          batchCap: 1_000_000_000_000n,
          outflowCapacity: 5_000_000_000_000n,
          outflowRefillPerSecond: 1_000_000n,
        },
      },
    });
  });

  test("behavior: the test network needs no delays and lets one address hold two powers", () => {
    const given = anEnvironment({
      VAULT_ADMIN_DELAY_SECONDS: "0",
      VAULT_TREASURY_DELAY_SECONDS: "0",
      VAULT_TREASURY: SAFE,
    });
    expect(readDeployEnvironment(given, TESTNET).settings).toMatchObject({
      chainId: 97,
      adminDelaySeconds: 0,
    });
  });

  test("behavior: the local network needs nothing but its defaults", () => {
    const { settings } = readDeployEnvironment(localDefaults(), networkNamed("local"));
    expect(settings).toMatchObject({ chainId: 31_337, adminDelaySeconds: 60 });
  });

  test.each([
    ["RPC_URLS", undefined],
    ["RPC_URLS", "ftp://bsc.example"],
    ["DEPLOYER_KEY", "0x12"],
    ["VAULT_ADMIN", `0x${"00".repeat(20)}`],
    ["VAULT_SIGNER", "nobody"],
    ["VAULT_SIGNER", SIGNER.replace("F", "f")],
    ["VAULT_OPERATOR", undefined],
    ["VAULT_TREASURY", undefined],
    ["VAULT_ADMIN_DELAY_SECONDS", "172799"],
    ["VAULT_ADMIN_DELAY_SECONDS", "4294967296"],
    ["VAULT_ADMIN_DELAY_SECONDS", "2 days"],
    ["VAULT_TREASURY_DELAY_SECONDS", "86399"],
    ["VAULT_GRANT_DELAY_SECONDS", "432000"],
    ["VAULT_OPERATOR", GUARDIAN.toLowerCase()],
    ["VAULT_SIGNER", OPERATOR],
    ["VAULT_BATCH_CAP_GWEI", "1.5"],
    ["VAULT_BATCH_CAP_GWEI", "5000000000001"],
    ["VAULT_BATCH_CAP_GWEI", "18446744073709551616"],
  ])("error: DeployEnvironmentInvalid for %s=%s", (name, value) => {
    expect(() => readDeployEnvironment(anEnvironment({ [name]: value }), BSC)).toThrow(
      expect.objectContaining({ faults: [expect.stringContaining(name)] }),
    );
  });

  test("behavior: a fault never shows the key", () => {
    const read = () => readDeployEnvironment(anEnvironment({ DEPLOYER_KEY: `${DEPLOYER_KEY}ff` }), BSC);
    expect(read).toThrow(DeployEnvironmentInvalid);
    expect(read).not.toThrow(DEPLOYER_KEY);
  });
});
