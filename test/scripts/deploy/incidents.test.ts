import { createWalletClient, encodeFunctionData, type Hex, http, parseEther } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import { type Deployment, deployVault } from "#scripts/deploy/deployVault.ts";
import { findingsOf } from "#scripts/deploy/inspect/findings.ts";
import { inspect } from "#scripts/deploy/inspect/inspect.ts";
import { ADMIN_ROLE, GUARDIAN_ROLE, OPERATOR_ROLE } from "#scripts/deploy/roles.ts";
import {
  ADMIN,
  deployOptions,
  GUARDIAN,
  OPERATOR,
  startDeployChain,
  type TestChain,
  TREASURY,
} from "#test/scripts/deploy/support/deployChain.ts";

const DAY = 86_400;
const NO_ROOT: Hex = `0x${"00".repeat(32)}`;
const ROOT: Hex = `0x${"ab".repeat(32)}`;
const OWED = 5n * 10n ** 9n;
const NEW_OPERATOR: Hex = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const PLAYER: Hex = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955";

let chain: TestChain;
let house: Deployment;

beforeAll(async () => {
  await ensureCompiled();
  chain = await startDeployChain();
  const delays = { adminDelaySeconds: 2 * DAY, treasuryDelaySeconds: DAY };
  house = await deployVault(deployOptions(chain.rpcUrl, delays));
  await call(PLAYER, "deposit", [], parseEther("5"));
  await call(OPERATOR, "publishCheckpoint", [NATIVE_TOKEN, 1n, ROOT, OWED, OWED, 0n]);
});
afterAll(() => chain.stop());

/** The runbook of docs/SECURITY.md, with the delays of the production chain. */
describe("operator and treasury key stolen together", () => {
  test("behavior: the false checkpoint makes everything surplus, and the transfer still waits in public", async () => {
    await call(OPERATOR, "publishCheckpoint", [NATIVE_TOKEN, 2n, NO_ROOT, 0n, OWED, 0n]);
    expect(await surplus()).toBe(OWED);
    await manager(TREASURY, "schedule", [house.vault, transfer(), 0]);
    await expect(manager(TREASURY, "execute", [house.vault, transfer()])).rejects.toThrow(
      "AccessManagerNotReady",
    );
    expect(await findings()).toContain("low scheduled");
  });

  test("behavior: guardian pauses and cancels, and a true checkpoint leaves nothing to take", async () => {
    await call(GUARDIAN, "pausePayouts", []);
    await manager(GUARDIAN, "cancel", [TREASURY, house.vault, transfer()]);
    await call(OPERATOR, "publishCheckpoint", [NATIVE_TOKEN, 3n, ROOT, OWED, OWED, 0n]);
    await manager(TREASURY, "schedule", [house.vault, transfer(), 0]);
    await wait(DAY);
    await call(OPERATOR, "publishCheckpoint", [NATIVE_TOKEN, 4n, ROOT, OWED, OWED, 0n]);
    await expect(manager(TREASURY, "execute", [house.vault, transfer()])).rejects.toThrow();
    expect(await surplus()).toBe(0n);
  });

  test("behavior: the admin names another operator in time, and payouts go on", async () => {
    const { accessManager, vault } = house;
    const acts = [
      [accessManager, managerData("revokeRole", [OPERATOR_ROLE, OPERATOR])],
      [accessManager, managerData("grantRole", [OPERATOR_ROLE, NEW_OPERATOR, 0])],
      [vault, vaultData("unpausePayouts", [])],
    ] as const;
    for (const [target, data] of acts) await manager(ADMIN, "schedule", [target, data, 0]);
    await wait(2 * DAY);
    for (const [target, data] of acts) await manager(ADMIN, "execute", [target, data]);

    await call(NEW_OPERATOR, "publishCheckpoint", [NATIVE_TOKEN, 5n, ROOT, OWED, OWED, 0n]);
    const byThief = call(OPERATOR, "publishCheckpoint", [NATIVE_TOKEN, 6n, NO_ROOT, 0n, OWED, 0n]);
    await expect(byThief).rejects.toThrow("AccessManagedUnauthorized");
    expect(await findings()).not.toContain("medium paused");
  });

  test("behavior: nobody but the admin can take the guardian's or the admin's place", async () => {
    for (const thief of [OPERATOR, TREASURY, GUARDIAN]) {
      for (const role of [ADMIN_ROLE, GUARDIAN_ROLE]) {
        await expect(manager(thief, "grantRole", [role, thief, 0])).rejects.toThrow();
      }
    }
  });
});

function transfer(): Hex {
  return vaultData("treasuryTransfer", [NATIVE_TOKEN, TREASURY, OWED]);
}

function vaultData(functionName: string, args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi: vaultAbi, functionName, args } as never);
}

function managerData(functionName: string, args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi: accessManagerAbi, functionName, args } as never);
}

function call(account: Hex, functionName: string, args: readonly unknown[], value = 0n): Promise<void> {
  return send({ address: house.vault, abi: vaultAbi, functionName, args, account, value });
}

function manager(account: Hex, functionName: string, args: readonly unknown[]): Promise<void> {
  return send({ address: house.accessManager, abi: accessManagerAbi, functionName, args, account });
}

async function send(request: Record<string, unknown> & { account: Hex }): Promise<void> {
  await chain.node.impersonateAccount({ address: request.account });
  await chain.client.simulateContract(request as never);
  const wallet = createWalletClient({ transport: http(chain.rpcUrl) });
  const hash = await wallet.writeContract({ ...request, chain: null } as never);
  await chain.client.waitForTransactionReceipt({ hash });
}

async function wait(seconds: number): Promise<void> {
  await chain.node.increaseTime({ seconds });
  await chain.node.mine({ blocks: 1 });
}

function surplus(): Promise<bigint> {
  const read = {
    address: house.vault,
    abi: vaultAbi,
    functionName: "surplus",
    args: [NATIVE_TOKEN],
  } as const;
  return chain.client.readContract(read);
}

async function findings(): Promise<string[]> {
  const inspection = await inspect({ client: chain.client, vault: house.vault });
  return findingsOf(inspection).map(({ severity, code }) => `${severity} ${code}`);
}
