import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { inTransaction } from "#backend/db/transaction.ts";
import type { BalanceChange } from "#domain/indexing/balanceChanges.ts";
import { BalanceTooLow, changeBalances } from "#indexer/store/balance.store.ts";
import { type Books, openBooks, openHouse } from "./support/house.ts";
import { addressOf } from "./support/simulatedChain.ts";

let books: Books;
let tenantId: number;
let ids: readonly bigint[];

beforeAll(async () => {
  books = await openBooks();
  const { tenantId: house } = await openHouse(books, {
    slug: "balances",
    vault: addressOf("vault"),
    bankroll: addressOf("bank"),
  });
  tenantId = house;
  const { rows } = await books.owner.query<{ id: bigint }>(
    `INSERT INTO accounts (tenant_id, kind, currency, shard, balance)
     VALUES ($1, 'house_bankroll', 'BNB', 0, 100), ($1, 'house_bankroll', 'BNB', 1, 200), ($1, 'custody', 'BNB', 0, -300)
     RETURNING id`,
    [tenantId],
  );
  ids = rows.map(({ id }) => id).sort((a, b) => Number(a - b));
});
afterAll(() => books.close());

describe("changing balances", () => {
  test("default: by what was moved", async () => {
    await change([changed(0, 5n), changed(1, -5n)]);
    expect(await balances()).toEqual([105n, 195n, -300n]);
    await change([changed(0, -5n), changed(1, 5n)]);
  });

  test("behavior: the mirror of the vault gives what the vault holds", async () => {
    await change([changed(2, 300n, 300n)]);
    expect(await balances()).toEqual([100n, 200n, 0n]);
    await change([changed(2, -300n)]);
  });

  test("error: BalanceTooLow, and nothing is changed", async () => {
    await expect(change([changed(0, 5n), changed(2, 301n, 301n)])).rejects.toThrow(BalanceTooLow);
    expect(await balances()).toEqual([100n, 200n, -300n]);
  });

  test("error: BalanceTooLow for an account that there is not", async () => {
    const nobody = { accountId: 999_999_999n, changeMinor: 1n, neededMinor: 0n };
    await expect(change([changed(0, -1n), nobody])).rejects.toThrow(BalanceTooLow);
    expect(await balances()).toEqual([100n, 200n, -300n]);
  });

  test("behavior: accounts are locked in the order of their ids", async () => {
    const holder = await books.owner.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT FROM accounts WHERE id = $1 FOR UPDATE", [ids[0]]);
    const changing = change([changed(1, 1n), changed(0, -1n)]);
    await vi.waitFor(async () => expect(await countWaiting()).toBe(1n), { timeout: 30_000 });
    // It waits for the first, and so has not taken the second yet: nobody waits for whoever waits.
    await holder.query("SELECT FROM accounts WHERE id = $1 FOR UPDATE NOWAIT", [ids[1]]);
    await holder.query("COMMIT");
    holder.release();
    await changing;
    expect(await balances()).toEqual([99n, 201n, -300n]);
  });
});

function changed(place: number, changeMinor: bigint, neededMinor = 0n): BalanceChange {
  return { accountId: ids[place]!, changeMinor, neededMinor };
}

async function change(changes: readonly BalanceChange[]): Promise<void> {
  await inTransaction(books.indexer, (client) => changeBalances(client, tenantId, changes));
}

async function balances(): Promise<bigint[]> {
  const sql = "SELECT balance FROM accounts WHERE tenant_id = $1 ORDER BY id";
  const { rows } = await books.owner.query<{ balance: bigint }>(sql, [tenantId]);
  return rows.map(({ balance }) => balance);
}

async function countWaiting(): Promise<bigint> {
  const { rows } = await books.owner.query<{ waiting: bigint }>(
    "SELECT count(*) AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rows[0]!.waiting;
}
