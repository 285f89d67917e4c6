import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { step } from "#indexer/step.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { CrowdedChain } from "./support/crowdedChain.ts";
import { CROWD, CrowdedHouses } from "./support/crowdedHouses.ts";
import { booksFaults } from "./support/dump.ts";
import { type Books, openBooks } from "./support/house.ts";

let books: Books;
let houses: CrowdedHouses;

beforeAll(async () => {
  books = await openBooks();
  houses = new CrowdedHouses(books);
});
afterAll(() => books.close());

describe("a block with more events than memory should hold", () => {
  test("behavior: taken back when it is dropped", async () => {
    const chain = new CrowdedChain(2, CROWD);
    const session = await houses.indexing(chain);
    await houses.catchUp(session, chain);
    chain.reorg(1);
    await houses.catchUp(session, chain);
    expect(await houses.deposits(session, "confirming")).toBe(2n);
    expect(await houses.deposits(session, "reversed")).toBe(BigInt(CROWD));
    expect(await booksFaults(books, session.vault.tenantId)).toEqual([]);
  });

  test("error: RpcFailure when the answer ends early, and nothing is recorded", async () => {
    const chain = new CrowdedChain(2, CROWD);
    const honest = chain.reader();
    let parts = 0;
    const session = await houses.indexing(chain, {
      ...honest,
      async *logs(emitters, wanted) {
        for await (const part of honest.logs(emitters, wanted)) {
          parts += 1;
          if (parts > 5) throw new RpcFailure("retryable", "the connection broke");
          yield part;
        }
      },
    });
    await step({ ...session, reader: upTo(chain, 1n) });
    await expect(step(session)).rejects.toThrow(RpcFailure);
    expect((await findCursor(books.indexer, session.vault))?.number).toBe(1n);
    expect(await houses.deposits(session, "confirming")).toBe(2n);
    await houses.catchUp({ ...session, reader: honest }, chain);
    expect(await houses.deposits(session, "confirming")).toBe(BigInt(CROWD + 2));
  });
});

function upTo(chain: CrowdedChain, number: bigint): ReturnType<CrowdedChain["reader"]> {
  const reader = chain.reader();
  return { ...reader, head: async () => (await reader.headers([number]))[0]! };
}
