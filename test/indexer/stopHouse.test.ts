import { afterAll, beforeAll, expect, test } from "vitest";
import { ADVISORY_LOCKS } from "#backend/db/advisoryLocks.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { stopHouse } from "#indexer/store/exit.store.ts";
import { type Books, openBooks, openHouse } from "./support/house.ts";
import { addressOf } from "./support/simulatedChain.ts";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());

test("behavior: an exit stops everything, and until that is written payouts cannot go on", async () => {
  const { tenantId } = await openHouse(books, {
    slug: "leaving",
    vault: addressOf("v"),
    bankroll: addressOf("bank"),
  });
  const free = async () => {
    const { rows } = await books.owner.query("SELECT pg_try_advisory_xact_lock($1, $2) AS free", [
      ADVISORY_LOCKS.payouts,
      tenantId,
    ]);
    return rows[0].free;
  };
  await inTransaction(books.indexer, async (client) => {
    await stopHouse(client, tenantId);
    expect(await free()).toBe(false);
  });
  expect(await free()).toBe(true);
  const { rows } = await books.owner.query("SELECT name FROM kill_switches WHERE tenant_id = $1 ORDER BY 1", [
    tenantId,
  ]);
  expect(rows.map(({ name }) => name)).toEqual(["bets", "payouts", "withdrawals"]);
});
