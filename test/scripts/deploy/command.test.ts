import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { vaultAbi } from "#domain/abi/vault.ts";
import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import { demoWallets } from "#scripts/start/demoWallets.ts";
import {
  DEPLOYER_KEY,
  deployEnvironment,
  GUARDIAN,
  SAFE,
  safeCode,
  startDeployChain,
  type TestChain,
} from "#test/scripts/deploy/support/deployChain.ts";
import { deployToken } from "#test/scripts/deploy/support/deployToken.ts";
import { type Ended, runCommand } from "#test/scripts/deploy/support/runCommand.ts";

const DEPLOYER = privateKeyToAddress(DEPLOYER_KEY);
const BSC = 56;
const BSC_TESTNET = 97;
const LOCAL = 31_337;

/** Each deployment ends with a compilation, which takes its time on a busy machine: there are no more than three here. */
const TIMEOUT_MS = 600_000;

let chain: TestChain;
let folder: string;

beforeAll(ensureCompiled);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-deploy-"));
});

afterEach(() => {
  chain.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("npm run deploy", { timeout: TIMEOUT_MS }, () => {
  test("default: BSC, with a Safe, a token and what explorers ask for", async () => {
    await start(BSC, { blockTimeSeconds: 0.5 });
    const token = await deployToken(chain, DEPLOYER_KEY);
    const tokens = join(folder, "tokens.json");
    const limits = { batchCap: "1000", outflowCapacity: "2000", outflowRefillPerSecond: "1" };
    writeFileSync(tokens, JSON.stringify([{ token, quantum: "1000000000000", limits }]));

    const ended = await deploy("bsc", { args: ["--tokens", tokens] });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const vault = recordOf(BSC).contracts.Vault;
    const read = { address: vault, abi: vaultAbi } as const;
    expect(await chain.client.readContract({ ...read, functionName: "listedTokens" })).toHaveLength(2);
    expect(await chain.client.readContract({ ...read, functionName: "quantumOf", args: [token] })).toBe(
      10n ** 12n,
    );
    expect(readdirSync(join(folder, "56-verification"))).toContain("contracts.json");
    expect(ended.stdout).toContain("To verify the sources");

    const audit = await check(vault);
    expect(audit).toMatchObject({ code: 0, stderr: "" });
    expect(audit.stdout).toContain("Safe, 2 of 2");
    expect(audit.stdout).not.toMatch(/^ {2}(high|medium)/m);
  });

  test("behavior: a dry run prints every transaction and sends none", async () => {
    await start(BSC_TESTNET);
    const { code, stdout } = await deploy("bsc-testnet", { args: ["--dry-run"] });
    expect(code).toBe(0);
    for (const line of [
      "nonce 0: create AccessManager at 0x",
      "nonce 2: create Vault at 0x",
      "setTargetFunctionRole(Vault, [pauseEntries, pausePayouts], GUARDIAN)",
      `grantRole(ADMIN, ${SAFE}, 172800)`,
      `renounceRole(ADMIN, ${DEPLOYER})`,
      "Nothing was sent.",
    ])
      expect(stdout).toContain(line);
    expect(await chain.client.getTransactionCount({ address: DEPLOYER })).toBe(0);
    expect(existsSync(join(folder, "97.json"))).toBe(false);
  });

  test("behavior: the local network needs no settings, and killed after any step, it goes on where it was; error: VerificationMismatch for other code on it", async () => {
    await start(LOCAL, { blockTimeSeconds: 0.5 });
    const env = { RPC_URLS: chain.rpcUrl };
    for (const killOn of ["  AccessManager", "  FairnessRegistry", "  Vault"]) {
      const { code } = await deploy("local", { env, killOn });
      expect(code).toBeNull();
    }
    expect(await deploy("local", { env })).toMatchObject({ code: 0, stderr: "" });
    const deployer = privateKeyToAddress(demoWallets().admin.privateKey);
    expect(await chain.client.getTransactionCount({ address: deployer })).toBe(4);
    expect(recordOf(LOCAL)).toMatchObject({ chainId: LOCAL, isComplete: true });

    const again = await deploy("local", { env });
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(again.stdout).toContain("Everything is deployed already.");
    expect(await chain.client.getTransactionCount({ address: deployer })).toBe(4);

    const address = recordOf(LOCAL).contracts.FairnessRegistry;
    const code = await chain.client.getCode({ address });
    if (code === undefined) throw new Error("The registry has no code.");
    await chain.node.setCode({ address, bytecode: `${code.slice(0, -8)}deadbeef` as Hex });
    rmSync(join(folder, "31337-verification"), { recursive: true });
    const refused = await deploy("local", { env });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`does not give the code of FairnessRegistry at ${address}`);
    expect(existsSync(join(folder, "31337-verification"))).toBe(false);
  });

  test("error: AdminIsNoSafe, unless a key is insisted on", async () => {
    await start(BSC_TESTNET);
    const env = deployEnvironment(chain.rpcUrl, { VAULT_ADMIN: GUARDIAN });
    const refused = await deploy("bsc-testnet", { env });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(
      `VAULT_ADMIN ${GUARDIAN} has no code on this chain: name a Safe, or say --admin-is-eoa if a plain key shall rule.\n`,
    );
    expect((await deploy("bsc-testnet", { env, args: ["--admin-is-eoa", "--dry-run"] })).code).toBe(0);
  });

  test("error: AdminIsNoSafe for a contract of another kind", async () => {
    await start(BSC);
    await chain.node.setCode({ address: SAFE, bytecode: "0x00" });
    const { code, stderr } = await deploy("bsc");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^VAULT_ADMIN .* does not answer getThreshold\(\) and getOwners\(\) .*\n$/);
  });

  test("error: WrongChain", async () => {
    await start(BSC_TESTNET);
    expect(await deploy("bsc")).toMatchObject({
      code: 1,
      stderr: "The node serves chain 97, not 56: check the RPC URL.\n",
    });
  });

  test("error: DeployerUnfunded", async () => {
    await start(BSC);
    await chain.node.setBalance({ address: DEPLOYER, value: 10n ** 15n });
    const { code, stderr } = await deploy("bsc");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The deployer 0x\w{40} holds 0\.001 coins; the deployment needs up to [\d.]+: .*\n$/,
    );
    expect(await chain.client.getTransactionCount({ address: DEPLOYER })).toBe(0);
  });

  test("error: TokenFileInvalid for a token that is no contract", async () => {
    await start(BSC);
    const limits = { batchCap: "1", outflowCapacity: "1", outflowRefillPerSecond: "1" };
    const tokens = join(folder, "tokens.json");
    writeFileSync(tokens, JSON.stringify([{ token: GUARDIAN, quantum: "1", limits }]));
    const { code, stderr } = await deploy("bsc", { args: ["--tokens", tokens] });
    expect(code).toBe(1);
    expect(stderr).toBe(`The token ${GUARDIAN} has no code on this chain: check the token file.\n`);
  });

  test("error: one sentence when the node is away", async () => {
    await start(BSC);
    const env = deployEnvironment("http://127.0.0.1:1");
    const { code, stderr } = await deploy("bsc", { env });
    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

async function start(chainId: number, options: { blockTimeSeconds?: number } = {}): Promise<void> {
  chain = await startDeployChain({ chainId, ...options });
  await chain.node.setCode({ address: SAFE, bytecode: safeCode(2) });
}

function deploy(
  network: string,
  options: { args?: string[]; env?: Record<string, string | undefined>; killOn?: string } = {},
): Promise<Ended> {
  const { args = [], env = deployEnvironment(chain.rpcUrl), killOn } = options;
  return runCommand({
    script: "scripts/deploy/main.ts",
    args: ["--network", network, "--out", folder, ...args],
    env,
    ...(killOn && { killOn }),
  });
}

function check(vault: string): Promise<Ended> {
  const args = ["--vault", vault, "--rpc", chain.rpcUrl];
  return runCommand({ script: "scripts/deploy/check.ts", args });
}

const Record = z.object({
  chainId: z.int(),
  isComplete: z.boolean(),
  contracts: z.object({
    Vault: z.templateLiteral(["0x", z.string()]),
    FairnessRegistry: z.templateLiteral(["0x", z.string()]),
  }),
});

function recordOf(chainId: number) {
  return Record.parse(JSON.parse(readFileSync(join(folder, `${chainId}.json`), "utf8")));
}
