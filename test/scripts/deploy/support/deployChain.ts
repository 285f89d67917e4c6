import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { type Address, createPublicClient, createTestClient, getAddress, type Hex, http } from "viem";
import type { DeployOptions } from "#scripts/deploy/deployVault.ts";

/** The first key of the development chain: public knowledge, worth nothing anywhere else. */
export const DEPLOYER_KEY: Hex = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
export const ADMIN: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
export const GUARDIAN: Address = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
export const SIGNER: Address = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
export const OPERATOR: Address = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
export const TREASURY: Address = "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc";
/** Where a test puts a stand-in for a Safe. */
export const SAFE: Address = getAddress(`0x${"5afe".repeat(10)}`);

export type TestChain = Awaited<ReturnType<typeof startDeployChain>>;

/** A development chain with the id of any network; the caller stops it. */
export async function startDeployChain(options: { chainId?: number; blockTimeSeconds?: number } = {}) {
  const { chainId = 31_337, blockTimeSeconds } = options;
  const anvil = createRequire(import.meta.url).resolve("@foundry-rs/anvil-linux-amd64/bin/anvil");
  const pace = blockTimeSeconds === undefined ? [] : ["--block-time", `${blockTimeSeconds}`];
  const args = ["--port", "0", "--hardfork", "cancun", "--chain-id", `${chainId}`, ...pace];
  const child = spawn(anvil, args, { stdio: ["ignore", "pipe", "inherit"] });
  const rpcUrl = `http://${await listeningAddress(child)}`;
  const transport = http(rpcUrl);
  return {
    rpcUrl,
    client: createPublicClient({ transport, cacheTime: 0, pollingInterval: 20 }),
    node: createTestClient({ transport, mode: "anvil" }),
    stop: () => child.kill(),
  };
}

/** Settings of a deployment in which everybody is somebody else and everything that should wait waits. */
export function deployOptions(rpcUrl: string, overrides: Partial<DeployOptions> = {}): DeployOptions {
  return {
    rpcUrl,
    chainId: 31_337,
    deployerKey: DEPLOYER_KEY,
    admin: ADMIN,
    guardian: GUARDIAN,
    operator: OPERATOR,
    treasury: TREASURY,
    signer: SIGNER,
    adminDelaySeconds: 3_600,
    treasuryDelaySeconds: 1_800,
    batchCapQuanta: 10n ** 12n,
    outflowCapacityQuanta: 10n ** 13n,
    outflowRefillQuantaPerSecond: 10n ** 9n,
    ...overrides,
  };
}

/** The same as the environment that `npm run deploy` reads. */
export function deployEnvironment(
  rpcUrl: string,
  overrides: Record<string, string | undefined> = {},
): Record<string, string | undefined> {
  return {
    RPC_URLS: rpcUrl,
    DEPLOYER_KEY,
    VAULT_ADMIN: SAFE,
    VAULT_GUARDIAN: GUARDIAN,
    VAULT_OPERATOR: OPERATOR,
    VAULT_TREASURY: TREASURY,
    VAULT_SIGNER: SIGNER,
    VAULT_ADMIN_DELAY_SECONDS: "172800",
    VAULT_TREASURY_DELAY_SECONDS: "86400",
    VAULT_GRANT_DELAY_SECONDS: "172800",
    VAULT_BATCH_CAP_GWEI: "1000000000000",
    VAULT_OUTFLOW_CAPACITY_GWEI: "5000000000000",
    VAULT_OUTFLOW_REFILL_GWEI_PER_SECOND: "1000000",
    ...overrides,
  };
}

/** Code that answers `getThreshold()` with `threshold`, and everything else with a list of two owners. */
export function safeCode(threshold: number): Hex {
  const selector = "600035" + "60e01c";
  const jumpOnThreshold = "63e75235b8" + "14" + "6058" + "57";
  const owners = `6020600052600260205273${"11".repeat(20)}60405273${"22".repeat(20)}60605260806000f3`;
  const head = selector + jumpOnThreshold + owners;
  const padding = "00".repeat(0x58 - head.length / 2);
  return `0x${head}${padding}5b60${threshold.toString(16).padStart(2, "0")}60005260206000f3`;
}

/** Waits for the line in which the chain says where it listens. */
async function listeningAddress(process: ChildProcess): Promise<string> {
  if (process.stdout === null) throw new Error("The chain's output is not piped.");
  for await (const line of createInterface({ input: process.stdout })) {
    const match = /Listening on (\S+)/.exec(line);
    if (match?.[1] !== undefined) {
      process.stdout.resume();
      return match[1];
    }
  }
  throw new Error("The chain stopped before it listened.");
}
