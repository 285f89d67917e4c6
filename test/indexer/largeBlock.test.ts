import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAX_PIECE_EVENTS } from "#domain/indexing/blockRange.ts";
import { replayRange } from "#indexer/replay.ts";
import type { Session } from "#indexer/session.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { step } from "#indexer/step.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { fingerprint } from "#indexer/store/fingerprint.store.ts";
import { CROWDED_VAULT, CrowdedChain } from "./support/crowdedChain.ts";
import { booksFaults } from "./support/dump.ts";
import { type Books, openBooks, openHouse, openSession } from "./support/house.ts";
import { addressOf } from "./support/simulatedChain.ts";

const CROWD = MAX_PIECE_EVENTS + 1_000;
const FINALITY_DEPTH = 6;
let books: Books;
let houses = 0;

beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());

describe("a block with more events than memory should hold", () => {
  test("default: recorded near the head, credited when final, and replayed without a change", async () => {
    const chain = new CrowdedChain(2, CROWD, 1);
    const session = await indexing(chain);
    await catchUp(session, chain);
    expect(await deposits(session, "confirming")).toBe(BigInt(CROWD + 3));
    for (let block = 0; block < FINALITY_DEPTH; block += 1) chain.mine();
    await catchUp(session, chain);
    expect(await deposits(session, "credited")).toBe(BigInt(CROWD + 3));
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
    const session = await indexing(chain);
    await catchUp(session, chain);
    expect(await deposits(session, "credited")).toBe(BigInt(CROWD + 3));
    expect(await booksFaults(books, session.vault.tenantId)).toEqual([]);
  });

  test("behavior: taken back when it is dropped", async () => {
    const chain = new CrowdedChain(2, CROWD);
    const session = await indexing(chain);
    await catchUp(session, chain);
    chain.reorg(1);
    await catchUp(session, chain);
    expect(await deposits(session, "confirming")).toBe(2n);
    expect(await deposits(session, "reversed")).toBe(BigInt(CROWD));
    expect(await booksFaults(books, session.vault.tenantId)).toEqual([]);
  });

  test("error: RpcFailure when the answer ends early, and nothing is recorded", async () => {
    const chain = new CrowdedChain(2, CROWD);
    const honest = chain.reader();
    let parts = 0;
    const session = await indexing(chain, {
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
    expect(await deposits(session, "confirming")).toBe(2n);
    await catchUp({ ...session, reader: honest }, chain);
    expect(await deposits(session, "confirming")).toBe(BigInt(CROWD + 2));
  });
});

async function indexing(chain: CrowdedChain, reader = chain.reader()): Promise<Session> {
  houses += 1;
  const plan = { slug: `crowded-${houses}`, vault: CROWDED_VAULT, bankroll: addressOf("bankroll") };
  return openSession(books, await openHouse(books, plan), reader, { finalityDepth: FINALITY_DEPTH });
}

function upTo(chain: CrowdedChain, number: bigint): ReturnType<CrowdedChain["reader"]> {
  const reader = chain.reader();
  return { ...reader, head: async () => (await reader.headers([number]))[0]! };
}

async function catchUp(session: Session, chain: CrowdedChain): Promise<void> {
  for (let steps = 0; steps < 30; steps += 1) {
    await step(session).catch((error: unknown) => {
      if (!(error instanceof RpcFailure)) throw error;
    });
    if ((await findCursor(books.indexer, session.vault))?.hash === chain.head.hash) return;
  }
  throw new Error("the indexer did not catch up");
}

async function deposits({ vault }: Session, status: string): Promise<bigint> {
  const { rows } = await books.owner.query<{ n: bigint }>(
    "SELECT count(*) AS n FROM deposits WHERE vault_id = $1 AND status = $2",
    [vault.id, status],
  );
  return rows[0]!.n;
}
