import { describe, expect, test } from "vitest";
import { DeployEnvironmentInvalid, readDeployEnvironment } from "#scripts/deploy/environment.ts";

const KEY = `0x${"ab".repeat(32)}`;

function anEnvironment(overrides: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
  return {
    NODE_ENV: "test",
    RPC_URLS: "https://bsc.example/rpc, https://other.example",
    CHAIN_ID: "56",
    DEPLOYER_KEY: KEY,
    VAULT_ADMIN: `0x${"11".repeat(20)}`,
    VAULT_GUARDIAN: `0x${"22".repeat(20)}`,
    VAULT_SIGNER: `0x${"33".repeat(20)}`,
    VAULT_ADMIN_DELAY_SECONDS: "172800",
    VAULT_BATCH_CAP_GWEI: "1000000000000",
    VAULT_OUTFLOW_CAPACITY_GWEI: "5000000000000",
    VAULT_OUTFLOW_REFILL_GWEI_PER_SECOND: "1000000",
    ...overrides,
  };
}

describe("readDeployEnvironment", () => {
  test("default", () => {
    expect(readDeployEnvironment(anEnvironment())).toEqual({
      rpcUrl: "https://bsc.example/rpc",
      chainId: 56,
      deployerKey: KEY,
      admin: `0x${"11".repeat(20)}`,
      guardian: `0x${"22".repeat(20)}`,
      signer: `0x${"33".repeat(20)}`,
      adminDelaySeconds: 172_800,
      batchCapQuanta: 1_000_000_000_000n,
      outflowCapacityQuanta: 5_000_000_000_000n,
      outflowRefillQuantaPerSecond: 1_000_000n,
    });
  });

  test("behavior: the test network needs no delay", () => {
    const options = readDeployEnvironment(anEnvironment({ CHAIN_ID: "97", VAULT_ADMIN_DELAY_SECONDS: "0" }));
    expect(options.adminDelaySeconds).toBe(0);
  });

  test.each([
    ["RPC_URLS", undefined],
    ["RPC_URLS", "ftp://bsc.example"],
    ["CHAIN_ID", "1"],
    ["DEPLOYER_KEY", "0x12"],
    ["VAULT_ADMIN", `0x${"00".repeat(20)}`],
    ["VAULT_SIGNER", "nobody"],
    ["VAULT_ADMIN_DELAY_SECONDS", "172799"],
    ["VAULT_BATCH_CAP_GWEI", "1.5"],
    ["VAULT_BATCH_CAP_GWEI", "18446744073709551616"],
  ])("error: DeployEnvironmentInvalid for %s=%s", (name, value) => {
    expect(() => readDeployEnvironment(anEnvironment({ [name]: value }))).toThrow(
      expect.objectContaining({ faults: [expect.stringContaining(name)] }),
    );
  });

  test("behavior: a fault never shows the key", () => {
    const read = () => readDeployEnvironment(anEnvironment({ DEPLOYER_KEY: `${KEY}ff`, CHAIN_ID: "1" }));
    expect(read).toThrow(DeployEnvironmentInvalid);
    expect(read).not.toThrow(KEY);
  });
});
