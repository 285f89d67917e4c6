import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAX_PIECE_EVENTS, TARGET_RANGE_EVENTS } from "#domain/indexing/blockRange.ts";
import { findFirstDifference } from "#indexer/findFirstDifference.ts";
import type { Session } from "#indexer/session.ts";
import { TooManyEvents } from "#indexer/source/fetchRange.ts";
import { step } from "#indexer/step.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { findCurrencies } from "#indexer/store/vault.store.ts";
import { CROWDED_VAULT, CrowdedChain } from "./support/crowdedChain.ts";
import { type Books, openBooks, openHouse, openSession } from "./support/house.ts";
import { addressOf } from "./support/simulatedChain.ts";

const CROWD = MAX_PIECE_EVENTS + 1_000;
const CROWDED_BLOCK = 2;

let books: Books;
let session: Session;
beforeAll(async () => {
  books = await openBooks();
  const chain = new CrowdedChain(2, CROWD, 1);
  const plan = { slug: "crowded", vault: CROWDED_VAULT, bankroll: addressOf("bankroll") };
  session = openSession(books, await openHouse(books, plan), chain.reader(), { finalityDepth: 6 });
  // The block is asked for as a part of ranges first, which are refused as too large.
  while ((await findCursor(books.indexer, session.vault))?.hash !== chain.head.hash)
    await step(session).catch((error: unknown) => expect(error).toBeInstanceOf(TooManyEvents));
});
afterAll(() => books.close());

async function changeEffect(logIndex: number, by: number): Promise<void> {
  const { rowCount } = await books.owner.query(
    "UPDATE chain_events SET effect = effect + $1 WHERE block_number = $2 AND log_index = $3",
    [by, CROWDED_BLOCK, logIndex],
  );
  expect(rowCount).toBe(1);
}

/** The pool, and how many rows its largest answer had. */
function watched(pool: pg.Pool, afterFirst: () => Promise<void> = async () => {}) {
  let largest = 0;
  const watchedQueries = <Asked extends object>(asked: Asked): Asked =>
    new Proxy(asked, {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        if (name === "connect") return async () => watchedQueries(await value.call(target));
        if (name !== "query") return value.bind(target);
        return async (...query: unknown[]) => {
          const answer = await value.apply(target, query);
          largest = Math.max(largest, answer.rows.length);
          if (String(query[0]).includes("reconciliations")) await afterFirst();
          return answer;
        };
      },
    });
  return { pool: watchedQueries(pool), largest: () => largest };
}

async function search(afterFirst?: () => Promise<void>) {
  const { vault, reader } = session;
  const cursor = (await findCursor(books.indexer, vault))!;
  const currency = [...(await findCurrencies(books.indexer, vault.tenantId)).values()][0]!;
  const { pool, largest } = watched(books.indexer, afterFirst);
  const sides = { eventsMinor: 1n, ledgerMinor: 0n, thresholdMinor: 0n, batches: [] };
  const difference = { currency, cursor, chainMinor: 0n, books: sides as never };
  return { finding: await findFirstDifference({ pool, reader, vault }, difference), largest: largest() };
}

describe("findFirstDifference while the books change", () => {
  test("behavior: what is changed after the search has begun is not found, nor does it hide what is", async () => {
    const changed = CROWD - 1;
    let isChanged = false;
    // The first question about events comes from the snapshot; by the second the books say something else.
    const { finding } = await search(async () => {
      if (isChanged) return;
      isChanged = true;
      await changeEffect(changed, 1);
    });
    await changeEffect(changed, -1);
    expect(isChanged).toBe(true);
    expect(finding?.event).toBeUndefined();
  });
});

describe("findFirstDifference in a block with more events than memory should hold", () => {
  test.each([CROWD - 1, TARGET_RANGE_EVENTS, TARGET_RANGE_EVENTS - 1, 0])(
    "default: event %i is named, and no answer is larger than a page",
    async (logIndex) => {
      await changeEffect(logIndex, 1);
      const { finding, largest } = await search();
      await changeEffect(logIndex, -1);
      expect(finding?.event).toMatchObject({ blockNumber: `${CROWDED_BLOCK}`, logIndex, name: "Deposited" });
      expect(largest).toBeLessThanOrEqual(TARGET_RANGE_EVENTS);
    },
  );

  test("behavior: the first of two is named", async () => {
    await changeEffect(15_000, 1);
    await changeEffect(9_998, 1);
    const { finding } = await search();
    await changeEffect(15_000, -1);
    await changeEffect(9_998, -1);
    expect(finding?.event?.logIndex).toBe(9_998);
  });

  test("behavior: where every event is posted as it says, that is said of all blocks", async () => {
    const { finding, largest } = await search();
    expect(finding?.event).toBeUndefined();
    expect(finding?.detail).toBe(
      "every event of blocks 1 to 3 is posted as it says: something else moved custody",
    );
    expect(largest).toBeLessThanOrEqual(TARGET_RANGE_EVENTS);
  });
});
