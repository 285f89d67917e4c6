import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Hex } from "#domain/chain/hex.ts";
import { reconcile } from "#indexer/reconcile.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { step } from "#indexer/step.ts";
import { DevHouse } from "./support/devHouse.ts";

const MAX_TURNS = 500;

let house: DevHouse;
beforeAll(async () => {
  house = await DevHouse.open();
  await house.chain.deposit(house.chain.bankroll, 50_000n);
});
beforeEach(() => house.openTenant());
afterAll(() => house.close());

describe("reconciliation", () => {
  test("default: agrees, and records an unchanged result once", async () => {
    await house.catchUp();
    const known = (await reconcile(house.session))[0];
    expect(known?.varianceMinor).toBe(0n);
    await reconcile(house.session);
    expect(await house.one("SELECT count(*) AS n FROM reconciliations WHERE tenant_id = $1")).toBe(1n);
  });

  test("property: never alarms while blocks come, money moves and branches change", async () => {
    await house.catchUp();
    let isOver = false;
    let checks = 0;
    const happen = async () => {
      // However slow the machine: until the books were checked a few times meanwhile.
      for (let turn = 0; turn < 25 || (checks <= 2 && turn < MAX_TURNS); turn += 1) {
        await house.chain.deposit(house.chain.players[turn % house.chain.players.length]!, BigInt(1 + turn));
        if (turn % 8 === 7) await house.chain.reorg(2);
      }
      isOver = true;
    };
    const follow = async () => {
      while (!isOver) await step(house.session).catch(forgiveNode);
    };
    const check = async () => {
      while (!isOver) {
        for (const { varianceMinor } of await reconcile(house.session).catch(forgiveNode)) {
          checks += 1;
          expect(varianceMinor).toBe(0n);
        }
      }
    };
    await Promise.all([happen(), follow(), check()]);
    expect(checks).toBeGreaterThan(2);
  });

  /** Gives the vault another balance for the length of a test. */
  async function withVaultBalanceChanged(changeWei: bigint, work: () => Promise<void>): Promise<void> {
    await house.catchUp();
    const { client, rpc, vault } = house.chain;
    const held = await client.getBalance({ address: vault });
    const set = (wei: bigint) => rpc("anvil_setBalance", [vault, `0x${wei.toString(16)}`]);
    await house.chain.mine(1);
    await set(held + changeWei);
    await house.chain.mine(3);
    await house.catchUp();
    await work();
    await set(held);
    await house.chain.mine(1);
  }

  test("behavior: coins that are gone stop payouts, once, and the block is named", async () => {
    await withVaultBalanceChanged(-3_000_000_000n, async () => {
      const [checked] = await reconcile(house.session);
      expect(checked?.varianceMinor).toBe(-3n);
      expect(checked?.hasStoppedPayouts).toBe(true);
      const named = checked?.findings.find(({ check }) => check === "first_difference");
      expect(named?.detail).toMatch(/^block \d+ changed the vault/);
      expect(await house.rows("SELECT name FROM kill_switches WHERE tenant_id = $1")).toEqual([
        { name: "payouts" },
      ]);
      expect((await reconcile(house.session))[0]?.hasStoppedPayouts).toBe(false);
    });
  });

  test("behavior: coins that somebody forced in are named and stop nothing", async () => {
    await withVaultBalanceChanged(3_000_000_000n, async () => {
      const [checked] = await reconcile(house.session);
      expect(checked?.varianceMinor).toBe(3n);
      expect(checked?.findings.map(({ check }) => check)).toContain("vault_balance");
      expect(checked?.hasStoppedPayouts).toBe(false);
    });
  });

  test("behavior: custody that moved without an event is found", async () => {
    await house.catchUp();
    await house.moveCustody(9n);
    const [checked] = await reconcile(house.session);
    expect(checked?.varianceMinor).toBe(-9n);
    expect(checked?.findings).toContainEqual({
      check: "first_difference",
      detail: expect.stringContaining("something else moved custody"),
    });
  });

  test("behavior: an event whose posting is missing is named", async () => {
    const [player] = house.chain.players as [Hex];
    await house.chain.deposit(player, 1_111n);
    await house.catchUp();
    const [event] = await house.rows(
      `UPDATE chain_events SET effect = 1112 WHERE tenant_id = $1 AND effect = 1111
       RETURNING block_number, '0x' || encode(tx_hash, 'hex') AS tx_hash, log_index`,
    );
    const [checked] = await reconcile(house.session);
    const named = checked?.findings.find(({ check }) => check === "first_difference");
    expect(named?.detail).toContain(`block ${event?.block_number}, transaction ${event?.tx_hash}`);
  });
});

/** The chain may drop the block that is being asked about. */
function forgiveNode(error: unknown): [] {
  if (error instanceof RpcFailure) return [];
  throw error;
}
