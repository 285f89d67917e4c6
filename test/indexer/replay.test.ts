import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { replayRange } from "#indexer/replay.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { fingerprint } from "#indexer/store/fingerprint.store.ts";
import { DevHouse, FINALITY_DEPTH } from "./support/devHouse.ts";
import { dump } from "./support/dump.ts";
import { hashOf } from "./support/simulatedChain.ts";

let house: DevHouse;
beforeAll(async () => {
  house = await DevHouse.open();
  await house.chain.deposit(house.chain.bankroll, 50_000n);
  for (const [index, player] of house.chain.players.entries()) {
    await house.chain.deposit(player, 1_000n);
    const withdrawals = [
      { wallet: player, to: player, quanta: 10n },
      { wallet: player, to: house.chain.refusing, quanta: 20n },
    ];
    await house.chain.execute({ id: hashOf(`replayed ${index}`), withdrawals });
  }
  await house.chain.claim(house.chain.refusing, house.chain.bankroll);
});
beforeEach(() => house.openTenant());
afterAll(() => house.close());

describe("replay", () => {
  test("default: replaying everything twice changes nothing", async () => {
    await house.chain.mine(FINALITY_DEPTH);
    await house.catchUp();
    const cursor = await findCursor(house.books.indexer, house.session.vault);
    const before = [
      await fingerprint(house.books.owner, house.session.vault),
      await dump(house.books, house.session.vault),
    ];
    for (const _ of [1, 2]) {
      const replayed = await replayRange(house.books.indexer, house.session.vault, {
        from: 0n,
        to: cursor!.number,
      });
      expect(replayed.events).toBeGreaterThan(5);
      expect(replayed.postings).toBe(0);
    }
    expect([
      await fingerprint(house.books.owner, house.session.vault),
      await dump(house.books, house.session.vault),
    ]).toEqual(before);
  });

  test("behavior: rows that were lost come back", async () => {
    await house.catchUp();
    const before = await dump(house.books, house.session.vault);
    await house.books.owner.query("DELETE FROM deposits WHERE tenant_id = $1", [
      house.session.vault.tenantId,
    ]);
    const cursor = await findCursor(house.books.indexer, house.session.vault);
    await replayRange(house.books.indexer, house.session.vault, { from: 0n, to: cursor!.number });
    expect(await dump(house.books, house.session.vault)).toEqual(before);
  });
});
