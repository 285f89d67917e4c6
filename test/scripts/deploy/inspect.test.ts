import { encodeFunctionData, type Hex, parseEther, toFunctionSelector } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import { type Deployment, type DeployOptions, deployVault } from "#scripts/deploy/deployVault.ts";
import { NoVault } from "#scripts/deploy/inspect/errors.ts";
import { findingsOf } from "#scripts/deploy/inspect/findings.ts";
import { inspect } from "#scripts/deploy/inspect/inspect.ts";
import { GUARDIAN_ROLE, OPERATOR_ROLE, PUBLIC_ROLE } from "#scripts/deploy/roles.ts";
import {
  ADMIN,
  DEPLOYER_KEY,
  deployOptions,
  GUARDIAN,
  OPERATOR,
  SIGNER,
  startDeployChain,
  type TestChain,
  TREASURY,
} from "#test/scripts/deploy/support/deployChain.ts";
import { runCommand } from "#test/scripts/deploy/support/runCommand.ts";

const EIGHT_DAYS = 8 * 86_400;

let chain: TestChain;
let deployed: Deployment;
let snapshot: Hex;

beforeAll(async () => {
  await ensureCompiled();
  chain = await startDeployChain();
});
afterAll(() => chain.stop());

beforeEach(async () => {
  snapshot = await chain.node.snapshot();
});
afterEach(async () => {
  await chain.node.revert({ id: snapshot });
});

describe("npm run check-deployment", () => {
  test("default: a deployment as it should be has no finding of weight", async () => {
    await deploy();
    expect(await findings()).toEqual([]);
    const { code, stdout, stderr } = await command();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const line of [
      /Vault +0x\w+ {2}code identical, creation identical/,
      /TREASURY \(3\): granted by ADMIN after 0 s, cancelled by GUARDIAN/,
      /Vault\.rotateSigner +ADMIN +after 3600 s/,
      /FairnessRegistry\.anchor +OPERATOR +at once/,
      /No findings\./,
    ])
      expect(stdout).toMatch(line);
  });

  test("behavior: a finding of high severity makes the exit code 1, and JSON tells the same", async () => {
    await deploy({ adminDelaySeconds: 0 });
    const { code, stdout } = await command("--json");
    expect(code).toBe(1);
    const { findings: told, tokens } = JSON.parse(stdout) as {
      findings: { code: string }[];
      tokens: { quantum: string }[];
    };
    expect(told[0]?.code).toBe("admin-no-delay");
    expect(tokens[0]?.quantum).toBe("1000000000");
  });

  test("behavior: starts at a named block on a node without old state", async () => {
    await deploy();
    const found = await inspect({ client: chain.client, vault: deployed.vault, fromBlock: 0n });
    expect(found.code.map(({ creation }) => creation)).toEqual(["unknown", "unknown", "unknown"]);
    expect(found.roles).toHaveLength(4);
  });

  test("behavior: shows what is scheduled", async () => {
    await deploy();
    const data = encodeFunctionData({ abi: vaultAbi, functionName: "rotateSigner", args: [GUARDIAN] });
    await asAccount(ADMIN, deployed.accessManager, managerCall("schedule", [deployed.vault, data, 0]));
    const { operations } = await inspect({ client: chain.client, vault: deployed.vault });
    expect(operations).toMatchObject([{ caller: ADMIN, call: `rotateSigner(${GUARDIAN})` }]);
    expect(await findings()).toEqual(["low scheduled"]);
  });

  test.each([
    ["an admin without delay", { adminDelaySeconds: 0 }, "high admin-no-delay"],
    ["a treasury without delay", { treasuryDelaySeconds: 0 }, "high treasury-no-delay"],
    [
      "an admin that could not replace the operator in time",
      { adminDelaySeconds: 604_800 },
      "high recovery-slow",
    ],
    ["an operator that is the guardian", { operator: GUARDIAN }, "medium shared-power"],
    ["a signer that is the operator", { signer: OPERATOR }, "medium signer-has-role"],
    [
      "an operator that is the deployer",
      { operator: privateKeyToAddress(DEPLOYER_KEY) },
      "low deployer-has-role",
    ],
  ])("behavior: finds %s", async (_case, overrides, expected) => {
    await deploy(overrides);
    expect(await findings()).toContain(expected);
  });

  test.each([
    [
      "a guardian that can rotate the signer",
      "setTargetFunctionRole",
      ["rotateSigner", GUARDIAN_ROLE],
      "high function-role",
    ],
    [
      "checkpoints that anyone can publish",
      "setTargetFunctionRole",
      ["publishCheckpoint", PUBLIC_ROLE],
      "high public-function",
    ],
    [
      "a pause that only the admin has",
      "setTargetFunctionRole",
      ["pausePayouts", 0n],
      "medium function-role",
    ],
  ] as const)("behavior: finds %s", async (_case, functionName, [name, role], expected) => {
    await deploy({ adminDelaySeconds: 0 });
    await asAccount(
      ADMIN,
      deployed.accessManager,
      managerCall(functionName, [deployed.vault, [selector(name)], role]),
    );
    expect(await findings()).toContain(expected);
  });

  test.each([
    ["a role that others can grant", "setRoleAdmin", [OPERATOR_ROLE, GUARDIAN_ROLE], "high role-admin"],
    ["a role that others can cancel", "setRoleGuardian", [OPERATOR_ROLE, 7n], "medium role-guardian"],
    ["a further role", "grantRole", [7n, TREASURY, 0], "low unknown-role"],
    ["a guardian that must wait", "grantRole", [GUARDIAN_ROLE, GUARDIAN, 60], "medium slow-role"],
    ["an operator that was dismissed", "revokeRole", [OPERATOR_ROLE, OPERATOR], "high role-empty"],
    ["an admin whose delay will fall", "grantRole", [0n, ADMIN, 60], "medium delay-falls"],
  ] as const)("behavior: finds %s", async (_case, functionName, args, expected) => {
    await deploy({ adminDelaySeconds: functionName === "grantRole" && args[0] === 0n ? 3_600 : 0 });
    const data = managerCall(functionName, args);
    if (expected === "medium delay-falls") await afterDelay(data);
    else await asAccount(ADMIN, deployed.accessManager, data);
    expect(await findings()).toContain(expected);
  });

  test("behavior: finds a vault that its AccessManager is closed to", async () => {
    await deploy({ adminDelaySeconds: 0 });
    await asAccount(ADMIN, deployed.accessManager, managerCall("setTargetClosed", [deployed.vault, true]));
    expect(await findings()).toContain("high vault-closed");
  });

  test("behavior: finds other code, and other constructors", async () => {
    await deploy();
    const code = await chain.client.getCode({ address: deployed.vault });
    if (code === undefined) throw new Error("The vault has no code.");
    await chain.node.setCode({ address: deployed.vault, bytecode: `${code.slice(0, -2)}00` as Hex });
    expect(await findings()).toContain("high code-differs");
  });

  test("behavior: finds a vault that owes more than it holds, and a pause", async () => {
    await deploy();
    const deposit = encodeFunctionData({ abi: vaultAbi, functionName: "deposit" });
    await asAccount(TREASURY, deployed.vault, deposit, parseEther("5"));
    expect(await findings()).toContain("low limits-loose");
    await chain.node.setBalance({ address: deployed.vault, value: parseEther("4") });
    await asAccount(
      GUARDIAN,
      deployed.vault,
      encodeFunctionData({ abi: vaultAbi, functionName: "pausePayouts" }),
    );
    expect(await findings()).toEqual(expect.arrayContaining(["high insolvent", "medium paused"]));
  });

  test("behavior: finds old checkpoints, and an exit that anyone can open or has opened", async () => {
    await deploy();
    const checkpoint = [ZERO, 1n, `0x${"00".repeat(32)}`, 0n, 0n, 0n] as const;
    const publish = encodeFunctionData({
      abi: vaultAbi,
      functionName: "publishCheckpoint",
      args: checkpoint,
    });
    await asAccount(OPERATOR, deployed.vault, publish);
    await chain.node.increaseTime({ seconds: EIGHT_DAYS - 2 * 86_400 });
    await chain.node.mine({ blocks: 1 });
    expect(await findings()).toEqual(["medium exit-near", "medium checkpoint-old"]);
    await chain.node.increaseTime({ seconds: 2 * 86_400 });
    await chain.node.mine({ blocks: 1 });
    expect(await findings()).toContain("high exit-possible");
    await asAccount(
      TREASURY,
      deployed.vault,
      encodeFunctionData({ abi: vaultAbi, functionName: "activateExit" }),
    );
    expect(await findings()).toEqual(["high exit-active"]);
  });

  test("error: NoVault", async () => {
    await deploy();
    await expect(inspect({ client: chain.client, vault: SIGNER })).rejects.toThrow(NoVault);
    const { code, stderr } = await runCommand({
      script: "scripts/deploy/check.ts",
      args: ["--vault", deployed.accessManager, "--rpc", chain.rpcUrl],
    });
    expect(code).toBe(1);
    expect(stderr).toBe(`The contract at ${deployed.accessManager} is no vault: it names no authority.\n`);
  });
});

const ZERO = "0x0000000000000000000000000000000000000000";

async function deploy(overrides: Partial<DeployOptions> = {}): Promise<void> {
  deployed = await deployVault(deployOptions(chain.rpcUrl, overrides));
}

async function findings(): Promise<string[]> {
  const inspection = await inspect({ client: chain.client, vault: deployed.vault });
  return findingsOf(inspection).map(({ severity, code }) => `${severity} ${code}`);
}

function command(...args: string[]) {
  const all = ["--vault", deployed.vault, "--rpc", chain.rpcUrl, ...args];
  return runCommand({ script: "scripts/deploy/check.ts", args: all });
}

function managerCall(functionName: string, args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi: accessManagerAbi as never, functionName, args } as never);
}

function selector(name: string): Hex {
  const found = vaultAbi.find((item) => item.type === "function" && item.name === name);
  return toFunctionSelector(found as never);
}

/** Lets the delayed admin do something, after its delay. */
async function afterDelay(data: Hex): Promise<void> {
  const { accessManager } = deployed;
  await asAccount(ADMIN, accessManager, managerCall("schedule", [accessManager, data, 0]));
  await chain.node.increaseTime({ seconds: 3_600 });
  await asAccount(ADMIN, accessManager, managerCall("execute", [accessManager, data]));
}

async function asAccount(account: Hex, to: Hex, data: Hex, value = 0n): Promise<void> {
  await chain.node.impersonateAccount({ address: account });
  const hash = await chain.node.sendUnsignedTransaction({ from: account, to, data, value } as never);
  const { status } = await chain.client.waitForTransactionReceipt({ hash });
  if (status !== "success") throw new Error(`The call of ${account} was reverted.`);
}
