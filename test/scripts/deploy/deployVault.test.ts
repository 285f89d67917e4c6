import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { createPublicClient, getAddress, type Hex, http, parseAbiItem } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { type DeployOptions, deployVault, GUARDIAN_ROLE, WrongChain } from "#scripts/deploy/deployVault.ts";

const ADMIN_ROLE = 0n;
/** The first key of the development chain: public knowledge, worth nothing anywhere else. */
const DEPLOYER_KEY: Hex = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const START_TIMEOUT_MS = 60_000;

let chain: ChildProcess;
let rpcUrl: string;

beforeAll(async () => {
  const require = createRequire(import.meta.url);
  const anvil = require.resolve("@foundry-rs/anvil-linux-amd64/bin/anvil");
  chain = spawn(anvil, ["--port", "0", "--hardfork", "cancun"], { stdio: ["ignore", "pipe", "inherit"] });
  rpcUrl = `http://${await listeningAddress(chain)}`;
}, START_TIMEOUT_MS);

afterAll(() => {
  chain.kill();
});

describe("deployVault", () => {
  test("default", { timeout: START_TIMEOUT_MS }, async () => {
    const options = someOptions();
    const { vault, accessManager, deployBlock } = await deployVault(options);
    const client = createPublicClient({ transport: http(rpcUrl) });
    const read = { address: vault, abi: vaultAbi } as const;

    expect(await client.readContract({ ...read, functionName: "authority" })).toBe(getAddress(accessManager));
    expect(await client.readContract({ ...read, functionName: "signer" })).toBe(getAddress(options.signer));
    expect(
      await client.readContract({ ...read, functionName: "outflowLimits", args: [NATIVE_TOKEN] }),
    ).toEqual({
      batchCap: options.batchCapQuanta,
      outflowCapacity: options.outflowCapacityQuanta,
      outflowRefillPerSecond: options.outflowRefillQuantaPerSecond,
    });
    const rotated = parseAbiItem("event SignerRotated(address indexed, address indexed, uint256)");
    const [first] = await client.getLogs({ address: vault, event: rotated, fromBlock: 0n });
    expect(first?.blockNumber).toBe(deployBlock);

    const roleOf = (roleId: bigint, account: Hex) =>
      client.readContract({
        address: accessManager,
        abi: accessManagerAbi,
        functionName: "hasRole",
        args: [roleId, account],
      });
    expect(await roleOf(ADMIN_ROLE, options.admin)).toEqual([true, options.adminDelaySeconds]);
    expect(await roleOf(GUARDIAN_ROLE, options.guardian)).toEqual([true, 0]);
    expect((await roleOf(ADMIN_ROLE, privateKeyToAddress(DEPLOYER_KEY)))[0]).toBe(false);

    await client.simulateContract({ ...read, functionName: "pausePayouts", account: options.guardian });
    const rotation = { ...read, functionName: "rotateSigner", args: [options.admin] } as const;
    await expect(client.simulateContract({ ...rotation, account: options.guardian })).rejects.toThrow(
      "AccessManagedUnauthorized",
    );
  });

  test("behavior: a deployer that is the admin keeps the role", { timeout: START_TIMEOUT_MS }, async () => {
    const admin = privateKeyToAddress(DEPLOYER_KEY);
    const { accessManager } = await deployVault(someOptions({ admin }));
    const client = createPublicClient({ transport: http(rpcUrl) });
    const role = await client.readContract({
      address: accessManager,
      abi: accessManagerAbi,
      functionName: "hasRole",
      args: [ADMIN_ROLE, admin],
    });
    expect(role[0]).toBe(true);
  });

  test("error: WrongChain", { timeout: START_TIMEOUT_MS }, async () => {
    await expect(deployVault(someOptions({ chainId: 56 }))).rejects.toThrow(WrongChain);
  });
});

function someOptions(overrides: Partial<DeployOptions> = {}): DeployOptions {
  return {
    rpcUrl,
    chainId: 31_337,
    deployerKey: DEPLOYER_KEY,
    admin: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
    guardian: "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
    signer: "0x90f79bf6eb2c4f870365e785982e1f101e93b906",
    adminDelaySeconds: 3_600,
    batchCapQuanta: 10n ** 12n,
    outflowCapacityQuanta: 10n ** 13n,
    outflowRefillQuantaPerSecond: 10n ** 9n,
    ...overrides,
  };
}

/** Waits for the line in which the chain says where it listens. */
async function listeningAddress(process: ChildProcess): Promise<string> {
  if (process.stdout === null) throw new Error("The chain's output is not piped.");
  for await (const line of createInterface({ input: process.stdout })) {
    const match = /Listening on (\S+)/.exec(line);
    if (match?.[1] !== undefined) return match[1];
  }
  throw new Error("The chain stopped before it listened.");
}
