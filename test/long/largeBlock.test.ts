import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { replayRange } from "#indexer/replay.ts";
import { fingerprint } from "#indexer/store/fingerprint.store.ts";
import { CrowdedChain } from "#test/indexer/support/crowdedChain.ts";
import { CROWD, CrowdedHouses, FINALITY_DEPTH } from "#test/indexer/support/crowdedHouses.ts";
import { booksFaults } from "#test/indexer/support/dump.ts";
import { type Books, openBooks } from "#test/indexer/support/house.ts";

let books: Books;
let houses: CrowdedHouses;

beforeAll(async () => {
  books = await openBooks();
  houses = new CrowdedHouses(books);
});
afterAll(() => books.close());

describe("a block with more events than memory should hold, to its end", () => {
  test("default: recorded near the head, credited when final, and replayed without a change", async () => {
    const chain = new CrowdedChain(2, CROWD, 1);
    const session = await houses.indexing(chain);
    await houses.catchUp(session, chain);
    expect(await houses.deposits(session, "confirming")).toBe(BigInt(CROWD + 3));
    for (let block = 0; block < FINALITY_DEPTH; block += 1) chain.mine();
    await houses.catchUp(session, chain);
    expect(await houses.deposits(session, "credited")).toBe(BigInt(CROWD + 3));
    expect(await booksFaults(books, session.vault.tenantId)).toEqual([]);

    const before = await fingerprint(books.owner, session.vault);
    for (const _ of [1, 2]) {
      const replayed = await replayRange(books.indexer, session.vault, { from: 0n, to: 100n });
      expect(replayed).toEqual({ events: CROWD + 3, postings: 0 });
    }
    expect(await fingerprint(books.owner, session.vault)).toEqual(before);
  });

  test("behavior: recorded far from the head, final at once", async () => {
    const chain = new CrowdedChain(2, CROWD, 1, ...Array.from({ length: 80 }, () => 0));
    const session = await houses.indexing(chain);
    await houses.catchUp(session, chain);
    expect(await houses.deposits(session, "credited")).toBe(BigInt(CROWD + 3));
    expect(await booksFaults(books, session.vault.tenantId)).toEqual([]);
  });
});
