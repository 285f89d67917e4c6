import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Hex } from "#domain/chain/hex.ts";
import { FinalMoneyDropped } from "#indexer/rewind.ts";
import { step } from "#indexer/step.ts";
import { DevHouse, FINALITY_DEPTH } from "./support/devHouse.ts";
import { dump } from "./support/dump.ts";

let house: DevHouse;
beforeAll(async () => {
  house = await DevHouse.open();
});
beforeEach(() => house.openTenant());
afterAll(() => house.close());

describe("deposits", () => {
  test("default: a deposit confirms when seen and is credited when final", async () => {
    const [player] = house.chain.players as [Hex];
    await house.catchUp();
    const before = await house.cash(player);
    await house.chain.deposit(player, 5_000n);
    await house.catchUp();
    expect(await house.balance("player_confirming", player)).toBe(5_000n);
    expect(await house.cash(player)).toBe(before);

    await house.chain.mine(FINALITY_DEPTH - 1);
    await house.catchUp();
    expect(await house.cash(player)).toBe(before);
    await house.chain.mine(1);
    await house.catchUp();
    expect(await house.balance("player_confirming", player)).toBe(0n);
    expect(await house.cash(player)).toBe(before + 5_000n);
    await house.expectSoundBooks();
  });

  test("behavior: the bankroll's deposits are split over its shards, and belong to no user", async () => {
    await house.chain.deposit(house.chain.bankroll, 8n);
    await house.chain.mine(FINALITY_DEPTH);
    await house.catchUp();
    const before = await house.shards();
    await house.chain.deposit(house.chain.bankroll, 8_003n);
    await house.chain.mine(FINALITY_DEPTH);
    await house.catchUp();
    const after = await house.shards();
    const gained = after.map((amount, shard) => amount - (before[shard] ?? 0n));
    expect(gained).toEqual([1_003n, 1_000n, 1_000n, 1_000n, 1_000n, 1_000n, 1_000n, 1_000n]);
    expect(
      await house.one("SELECT count(*) AS n FROM users WHERE tenant_id = $1 AND wallet_address = $2", [
        house.chain.bankroll,
      ]),
    ).toBe(0n);
    await house.expectSoundBooks();
  });

  test("behavior: a reorg reverses the deposit that it drops, and the books match the new branch", async () => {
    const [, player] = house.chain.players as [Hex, Hex];
    await house.chain.mine(8);
    await house.catchUp();
    await house.chain.deposit(player, 700n);
    await house.chain.mine(2);
    await house.catchUp();
    expect(await house.balance("player_confirming", player)).toBe(700n);

    await house.chain.reorg(3);
    await house.chain.mine(1);
    await house.catchUp();
    expect(await house.balance("player_confirming", player)).toBe(0n);
    expect(
      await house.one("SELECT count(*) AS n FROM deposits WHERE tenant_id = $1 AND status = 'reversed'"),
    ).toBeGreaterThan(0n);
    expect(
      await house.one("SELECT count(*) AS n FROM chain_events WHERE tenant_id = $1 AND NOT canonical"),
    ).toBeGreaterThan(0n);
    await house.expectSameAsFromScratch();
    await house.expectSoundBooks();
  });

  test("behavior: a chain that restarts from an older state is followed from there", async () => {
    const [player] = house.chain.players as [Hex];
    await house.chain.mine(8);
    const snapshot = await house.chain.rpc("evm_snapshot");
    await house.chain.deposit(player, 900n);
    await house.chain.mine(2);
    await house.catchUp();
    expect(await house.balance("player_confirming", player)).toBe(900n);

    await house.chain.rpc("evm_revert", [snapshot]);
    await step(house.session);
    await house.chain.rpc("evm_increaseTime", [60]);
    await house.chain.mine(1);
    await house.catchUp();
    expect(await house.balance("player_confirming", player)).toBe(0n);
    await house.chain.mine(5);
    await house.expectSameAsFromScratch();
    await house.expectSoundBooks();
  });

  test("error: FinalMoneyDropped, and nothing changes", async () => {
    const [player] = house.chain.players as [Hex];
    await house.chain.mine(8);
    const snapshot = await house.chain.rpc("evm_snapshot");
    await house.chain.deposit(player, 900n);
    await house.chain.mine(FINALITY_DEPTH);
    await house.catchUp();
    const before = await dump(house.books, house.session.vault);

    await house.chain.rpc("evm_revert", [snapshot]);
    await house.chain.rpc("evm_increaseTime", [60]);
    await house.chain.mine(FINALITY_DEPTH + 3);
    await expect(house.catchUp()).rejects.toThrow(FinalMoneyDropped);
    expect(await dump(house.books, house.session.vault)).toEqual(before);
  });
});
