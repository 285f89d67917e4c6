import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "#backend/adapters/clock.ts";
import type { CheckpointWatch } from "#backend/modules/checkpoints/watchCheckpoints.ts";
import { watchVaults } from "#backend/modules/settlement/watchVaults.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { player } from "./deployedHouse.ts";
import { CHAIN_ID, createWorld, type World } from "./world.ts";

const TWO_HOURS = 7_200;
const DAY = 86_400;
/** STOP: code enough to be listed. */
const SOME_CODE = "0x00";
const LIMITS = { batchCap: 1n, outflowCapacity: 1n, outflowRefillPerSecond: 1n };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** What is raised, as "kind subject". */
async function look(overrides: Partial<CheckpointWatch> = {}): Promise<string[]> {
  const raised: string[] = [];
  const settlement = {
    ...world.createSettlement(),
    alerts: {
      raise: (kind: string, _: unknown, subject: string) => void raised.push(`${kind} ${subject}`),
      settled: async () => {},
    },
  };
  const lateAfterSeconds = BigInt(TWO_HOURS);
  const watch = { settlement, lateAfterSeconds, clock: systemClock, ...overrides };
  await watchVaults(watch, CHAIN_ID);
  return raised;
}

async function publish(): Promise<void> {
  await world.owner.query("UPDATE checkpoints SET created_at = created_at - interval '1 hour'");
  await world.round(world.createSettlement());
  await world.node.mine({ blocks: 1 });
  await world.index();
}

async function pass(seconds: number): Promise<void> {
  await world.node.increaseTime({ seconds });
  await world.node.mine({ blocks: 1 });
}

async function list(token: Hex): Promise<void> {
  await world.node.setCode({ address: token, bytecode: SOME_CODE });
  const call = { address: world.vault, abi: vaultAbi, functionName: "listToken" } as const;
  const hash = await world.wallet.writeContract({
    ...call,
    args: [token, 1n, LIMITS],
    account: world.admin,
  });
  await world.client.waitForTransactionReceipt({ hash });
}

describe("watchVaults", () => {
  test("default: a house that publishes raises nothing; one that stopped is told in hours, not in days", async () => {
    await publish();
    expect(await look()).toEqual([]);
    await pass(TWO_HOURS + 60);
    const late = `checkpoint_late vault 1 token ${NATIVE_TOKEN}`;
    expect(await look()).toEqual([late]);
    expect(await look({ lateAfterSeconds: BigInt(DAY) })).toEqual([]);
    await publish();
    expect(await look()).toEqual([]);
  });

  test("behavior: a chain that halts does not stop the clock", async () => {
    const blockTime = Number((await world.client.getBlock()).timestamp) * 1_000;
    const clock = { now: () => blockTime + (TWO_HOURS + 60) * 1_000 };
    expect(await look({ clock })).toEqual([`checkpoint_late vault 1 token ${NATIVE_TOKEN}`]);
  });

  test("behavior: a token that the house has no currency for is named as soon as it is listed", async () => {
    const token = `0x${"ab".repeat(20)}` as const;
    await publish();
    await list(token);
    expect(await look()).toEqual([`token_without_currency vault 1 token ${token}`]);
    const values = "(1, 'AAA', 6, $1, 1)";
    await world.owner.query(
      `INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei) VALUES ${values}`,
      [token],
    );
    expect(await look()).toEqual([]);
    // It has no balance that the vault could ask for, so its checkpoints are refused: late, like any other.
    await pass(TWO_HOURS + 60);
    await publish();
    expect(await look()).toEqual([`checkpoint_late vault 1 token ${token}`]);
  });

  test("behavior: once the exit is open there is nothing left to prevent", async () => {
    await pass(8 * DAY);
    expect(await look()).toHaveLength(2);
    const activate = { address: world.vault, abi: vaultAbi, functionName: "activateExit" } as const;
    await world.wallet.writeContract({ ...activate, account: player });
    await world.node.mine({ blocks: 1 });
    expect(await look()).toEqual([]);
  });

  test("error: a vault that cannot be asked does not hide the others, and is told", async () => {
    await world.owner.query(
      `INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address)
       SELECT tenant_id, chain_id, $1, deploy_block, bankroll_address FROM vaults WHERE id = 1`,
      [`0x${"ee".repeat(20)}`],
    );
    await expect(look()).rejects.toThrow();
  });
});
