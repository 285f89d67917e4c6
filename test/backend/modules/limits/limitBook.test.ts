import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#backend/db/transaction.ts";
import { createLimitBook, type LimitBook } from "#backend/modules/limits/limitBook.ts";
import { loadMovements } from "#backend/modules/limits/movements.store.ts";
import { LIMIT_KINDS, LIMIT_PERIODS } from "#domain/limits/playerLimits.ts";
import { openTestHouse, type TestHouse } from "../casino/testHouse.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.stop());

async function setLimit(userId: string, amountMinor: bigint, { kind = "wager", period = "day" } = {}) {
  await house.owner.query(
    `INSERT INTO player_limits (tenant_id, user_id, currency, kind, period, amount) VALUES ($1, $2, 'BNB', $3, $4, $5)
     ON CONFLICT (tenant_id, user_id, currency, kind, period) DO UPDATE SET amount = excluded.amount`,
    [house.tenant.id, userId, kind, period, amountMinor],
  );
}

/** What the book says of the players' limits in BNB, and the names of the statements that it asked. */
async function load(book: LimitBook, userIds: readonly string[], currencies: readonly string[] = ["BNB"]) {
  const asked: unknown[] = [];
  const limits = await inTransaction(house.owner, (client) => {
    const watched = Object.create(client, {
      query: {
        value: (statement: { readonly name: string }) => {
          asked.push(statement.name);
          return client.query(statement as never);
        },
      },
    });
    return book.load(watched, house.tenant.id, { userIds, currencies });
  });
  return { limits, asked };
}

describe("limit book", () => {
  test("default: limits are read once, and again for whoever changed them", async () => {
    const book = createLimitBook();
    const [one, other] = [await house.addPlayer(), await house.addPlayer()];
    await setLimit(one, 100n);
    await setLimit(other, 200n);
    const first = await load(book, [one, other]);
    expect(first.asked).toEqual(["limit_movements", "limits_kept"]);
    expect(first.limits.get(other)?.get("BNB")).toMatchObject([{ amountMinor: 200n, usedMinor: 0n }]);
    expect((await load(book, [one, other])).asked).toEqual(["limit_movements"]);
    await setLimit(one, 50n);
    const after = await load(book, [one, other]);
    expect(after.asked).toEqual(["limit_movements", "limits_kept"]);
    expect(after.limits.get(one)?.get("BNB")).toMatchObject([{ amountMinor: 50n }]);
    await house.owner.query("DELETE FROM player_limits WHERE user_id = $1", [one]);
    expect((await load(book, [one])).limits.get(one)).toBeUndefined();
  });

  test("behavior: a change that is taken back is no change, and one that waits is not seen", async () => {
    const book = createLimitBook();
    const player = await house.addPlayer();
    await setLimit(player, 100n);
    await load(book, [player]);
    const client = await house.owner.connect();
    try {
      await client.query("BEGIN");
      await client.query("UPDATE player_limits SET amount = 1 WHERE user_id = $1", [player]);
      expect((await load(book, [player])).asked).toEqual(["limit_movements"]);
      await client.query("ROLLBACK");
    } finally {
      client.release();
    }
    const { limits, asked } = await load(book, [player]);
    expect(asked).toEqual(["limit_movements"]);
    expect(limits.get(player)?.get("BNB")).toMatchObject([{ amountMinor: 100n }]);
  });

  test("behavior: players without limits are not looked for, and other currencies not answered", async () => {
    const book = createLimitBook();
    const [without, player] = [await house.addPlayer(), await house.addPlayer()];
    expect(await load(book, [without])).toEqual({ limits: new Map(), asked: ["limit_movements"] });
    await setLimit(player, 100n);
    expect((await load(book, [player], ["USDT"])).limits).toEqual(new Map());
  });

  test("behavior: names of currencies that clients invent make no work", async () => {
    const player = await house.addPlayer();
    await setLimit(player, 100n);
    const invented = Array.from({ length: 100 }, (_, n) => `COIN${n}`);
    const rows = await inTransaction(house.owner, (client) =>
      loadMovements(client, house.tenant.id, [player], [...invented, "BNB"]),
    );
    expect(rows.map(({ currency }) => currency)).toEqual(["BNB"]);
  });

  test("behavior: a raise that falls due while it is remembered counts", async () => {
    const book = createLimitBook();
    const player = await house.addPlayer();
    await setLimit(player, 100n);
    await house.owner.query(
      "UPDATE player_limits SET next_amount = 900, next_from = now() + interval '1 s' WHERE user_id = $1",
      [player],
    );
    const first = await load(book, [player]);
    // On a slow machine it may have fallen due already.
    expect([100n, 900n]).toContain(first.limits.get(player)?.get("BNB")?.[0]?.amountMinor);
    await expect
      .poll(async () => {
        const { limits, asked } = await load(book, [player]);
        return [limits.get(player)?.get("BNB")?.[0]?.amountMinor, asked];
      })
      .toEqual([900n, ["limit_movements"]]);
  });

  test("behavior: whoever has set all nine is told of all nine", async () => {
    const player = await house.addPlayer();
    for (const kind of LIMIT_KINDS)
      for (const period of LIMIT_PERIODS) await setLimit(player, 5n, { kind, period });
    const { limits } = await load(createLimitBook(), [player]);
    expect(limits.get(player)?.get("BNB")).toHaveLength(9);
  });

  test("behavior: of no more players than it may remember", async () => {
    const book = createLimitBook(1);
    const players = [await house.addPlayer(), await house.addPlayer()];
    for (const player of players) await setLimit(player, 100n);
    await load(book, players);
    expect((await load(book, players)).asked).toEqual(["limit_movements", "limits_kept"]);
  });
});
