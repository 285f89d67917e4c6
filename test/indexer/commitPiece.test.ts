import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import { openAhead } from "#indexer/openAhead.ts";
import type { Session } from "#indexer/session.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { fetchRange } from "#indexer/source/fetchRange.ts";
import { step } from "#indexer/step.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { booksFaults, dump } from "./support/dump.ts";
import { type Books, openBooks, openHouse, openSession, type PlannedBatch } from "./support/house.ts";
import { Random } from "./support/random.ts";
import { addressOf, hashOf, SimulatedChain } from "./support/simulatedChain.ts";

const PEOPLE = ["ann", "ben", "bank"].map(addressOf);
let books: Books;
let houses = 0;

beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());

describe("recording pieces of a branch", () => {
  test("property: what is new, what is looked up and what comes block by block leave the same rows", async () => {
    for (const seed of [1, 2, 3]) {
      const chain = aChain(seed, 150);
      const [quick, careful, live] = [await indexing(chain), await indexing(chain), await indexing(chain)];
      await catchUp(quick, chain);
      await catchUp(carefulOf(careful), chain);
      await followFromTheStart(live, chain);
      const expected = await dump(books, quick.vault);
      expect(expected.deposits?.length).toBeGreaterThan(50);
      expect(await dump(books, careful.vault)).toEqual(expected);
      expect(await dump(books, live.vault)).toEqual(expected);
      expect(await booksFaults(books, quick.vault.tenantId)).toEqual([]);
    }
  });

  test("behavior: a record that is made anew finds everything standing", async () => {
    const chain = aChain(4, 150);
    const session = await indexing(chain);
    await catchUp(session, chain);
    const before = await dump(books, session.vault);
    const transfers = await countTransfers(session);
    await forgetTheChain(session);
    await catchUp(openSession(books, session.vault, chain.reader()), chain);
    expect(await dump(books, session.vault)).toEqual(before);
    expect(await countTransfers(session)).toBe(transfers);
  });

  test("behavior: rows that stand are found once, and new events are expected again after them", async () => {
    const chain = aChain(5, 150);
    const session = await indexing(chain);
    await catchUp(session, chain);
    await forgetTheChain(session);
    const again = openSession(books, session.vault, chain.reader());
    await step(again);
    expect(again.expectsNew).toBe(false);
    await catchUp(again, chain);
    chain.mine(1, 1);
    await step(again);
    expect(again.expectsNew).toBe(true);
  });

  test("behavior: the next piece is fetched while one is committed, and asked for no second time", async () => {
    const chain = aChain(6, 400);
    const session = await indexing(chain);
    const asked: bigint[] = [];
    const honest = chain.reader();
    const reader: ChainReader = {
      ...honest,
      logs(emitters, wanted) {
        if ("range" in wanted) asked.push(wanted.range.from);
        return honest.logs(emitters, wanted);
      },
    };
    const counted = { ...session, reader, rangeSize: { ...session.rangeSize, blocks: 50, refused: 51 } };
    await step(counted);
    expect(counted.lookAhead?.range).toEqual({ from: 51n, to: 100n });
    await catchUp(counted, chain);
    expect(asked).toEqual([1n, 51n, 101n, 151n, 201n, 251n, 301n]);
  });

  test("behavior: what deposits need is opened before their transaction, and is nothing wrong if that never comes", async () => {
    const chain = aChain(7, 150);
    const [whole, dying] = [await indexing(chain), await indexing(chain)];
    await catchUp(whole, chain);
    const range = { from: 1n, to: 80n };
    const { events } = await fetchRange(dying.reader, { house: dying.vault, range, needsAllHeaders: false });
    await openAhead(dying, events);
    expect(await openedBy(dying)).toEqual(["ann", "ben"].map(addressOf).toSorted());
    for (const wallet of ["ann", "ben"].map(addressOf)) {
      const ownerId = dying.ids.userOf(wallet)!;
      expect(ownerId).toBeDefined();
      expect(dying.ids.accountOf({ kind: "player_confirming", currency: "BNB", ownerId })).toBeDefined();
    }
    expect(await booksFaults(books, dying.vault.tenantId)).toEqual([]);
    // Another process goes on, which knows nothing of this.
    await catchUp(openSession(books, dying.vault, chain.reader()), chain);
    expect(await dump(books, dying.vault)).toEqual(await dump(books, whole.vault));
  });

  test("error: InsufficientBalance where somebody would be overdrawn, found by the look that is taken then", async () => {
    const chain = aChain(8, 150);
    const session = await indexing(chain);
    await books.owner.query(
      "UPDATE accounts SET balance = 0 WHERE tenant_id = $1 AND kind = 'withdrawal_pending'",
      [session.vault.tenantId],
    );
    await expect(catchUp(session, chain)).rejects.toThrow(InsufficientBalance);
    const cursor = await findCursor(books.indexer, session.vault);
    expect(cursor?.number).toBeLessThan(chain.head.number);
  });
});

function aChain(seed: number, blocks: number): SimulatedChain {
  const chain = new SimulatedChain(new Random(seed), { payers: PEOPLE, batches: plannedBatches() });
  chain.mine(blocks, 0.8);
  return chain;
}

function plannedBatches(): PlannedBatch[] {
  return Array.from({ length: 8 }, (_, index) => ({
    id: hashOf(`batch ${index}`),
    withdrawals: [
      { wallet: addressOf("ann"), to: addressOf("ann"), quanta: BigInt(100 + index) },
      { wallet: addressOf("ben"), to: addressOf("shared"), quanta: BigInt(200 + index) },
    ],
  }));
}

async function indexing(chain: SimulatedChain): Promise<Session> {
  houses += 1;
  const vault = await openHouse(books, {
    slug: `piece-${houses}`,
    vault: addressOf("vault"),
    bankroll: addressOf("bank"),
    batches: plannedBatches(),
  });
  return openSession(books, vault, chain.reader());
}

/** A session that never expects anything to be new. */
function carefulOf(session: Session): Session {
  return Object.defineProperty({ ...session }, "expectsNew", { get: () => false, set: () => undefined });
}

/** Sees each block as the newest one for a while, as whoever was there all the time. */
async function followFromTheStart(session: Session, chain: SimulatedChain): Promise<void> {
  const reader = chain.reader();
  for (let number = 1n; number <= chain.head.number; number += 1n) {
    const [head] = await reader.headers([number]);
    await step({ ...session, reader: { ...reader, head: async () => head! } });
  }
}

async function catchUp(session: Session, chain: SimulatedChain): Promise<void> {
  for (let steps = 0; steps < 100; steps += 1) {
    await step(session);
    if ((await findCursor(books.indexer, session.vault))?.hash === chain.head.hash) return;
  }
  throw new Error("the indexer did not catch up");
}

/** What a change of how the chain is recorded does: everything is read once more. */
async function forgetTheChain({ vault }: Session): Promise<void> {
  for (const table of ["chain_events", "chain_blocks", "chain_cursors"]) {
    await books.owner.query(`DELETE FROM ${table} WHERE vault_id = $1`, [vault.id]);
  }
}

/** Whose accounts for deposits there are. */
async function openedBy({ vault }: Session): Promise<string[]> {
  const { rows } = await books.owner.query<{ wallet_address: string }>(
    `SELECT wallet_address FROM accounts JOIN users ON users.id = owner_id
     WHERE accounts.tenant_id = $1 AND kind = 'player_confirming' ORDER BY wallet_address`,
    [vault.tenantId],
  );
  return rows.map(({ wallet_address }) => wallet_address);
}

async function countTransfers({ vault }: Session): Promise<bigint> {
  const sql = "SELECT count(*) AS n FROM transfers WHERE tenant_id = $1";
  return (await books.owner.query<{ n: bigint }>(sql, [vault.tenantId])).rows[0]!.n;
}
