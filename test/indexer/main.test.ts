import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { step } from "#indexer/step.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import { type DevChain, openDevChain, readerOf } from "./support/devChain.ts";
import { booksFaults, dump } from "./support/dump.ts";
import { type Books, openBooks, openHouse, openSession } from "./support/house.ts";
import { type IndexerProcess, startIndexer, until } from "./support/indexerProcess.ts";
import { Random } from "./support/random.ts";

const KILLS = 8;
const FINALITY_DEPTH = 6;
let chain: DevChain;
let books: Books;
let running: IndexerProcess[] = [];

beforeAll(async () => {
  [books, chain] = await Promise.all([openBooks(), openDevChain({ blockTimeSeconds: 0.25 })]);
});
afterEach(async () => {
  await Promise.all(running.map((indexer) => indexer.stop("SIGKILL")));
  running = [];
});
afterAll(() => books.close());

describe("the indexer's process", () => {
  test("default: waits for a vault, catches up, serves its health, and stops when asked", async () => {
    const indexer = await start(books);
    await until("it to wait", async () => indexer.output().includes("waiting for one"));
    expect(await indexer.ready()).toMatchObject({ status: 503, body: expect.stringContaining("no vault") });
    await openHouse(books, houseOf("first"));
    await until("it to be ready", async () => (await indexer.ready()).status === 200);
    expect((await fetch(`http://127.0.0.1:${indexer.port}/livez`)).status).toBe(200);
    const metrics = await (await fetch(`http://127.0.0.1:${indexer.port}/metrics`)).text();
    expect(metrics).toContain(`fairhouse_indexer_cursor_block{chain="31337",vault="${chain.vault}"}`);
    await until("a reconciliation", async () => (await countChecks()) > 0n);
    expect(await indexer.stop("SIGTERM")).toBe(0);
  });

  test("error: WrongChain", async () => {
    const indexer = await start(books, { CHAIN_ID: "56" });
    expect(await indexer.exited).toBe(1);
    expect(indexer.output()).toMatch(/serves chain 31337, not 56/);
  });

  test("error: InvalidConfig", async () => {
    const indexer = await start(books, { RPC_URLS: "" });
    expect(await indexer.exited).toBe(1);
    expect(indexer.output()).toContain("RPC_URLS");
  });

  test("behavior: a second node answers when the first is away", async () => {
    const indexer = await start(books, { RPC_URLS: `http://127.0.0.1:9,${chain.url}` });
    await until("it to be ready", async () => (await indexer.ready()).status === 200);
    expect(indexer.output()).toContain("a node does not answer");
  });

  test("property: killed at any moment, it ends with the tables of a from-scratch index", async () => {
    const random = new Random(20_261_121);
    const house = await openHouse(books, houseOf("killed"));
    for (let kill = 0; kill < KILLS; kill += 1) {
      const indexer = await start(books);
      const lifeMs = random.int(500, 2_500);
      const end = Date.now() + lifeMs;
      while (Date.now() < end) {
        await chain.depositSoon(
          random.pick([chain.bankroll, ...chain.players]),
          BigInt(random.int(1, 9_999)),
        );
        await new Promise((resolve) => setTimeout(resolve, random.int(1, 60)));
      }
      await indexer.stop("SIGKILL");
      if (random.chance(0.4)) await chain.reorg(random.int(1, FINALITY_DEPTH - 1));
    }
    const indexer = await start(books);
    await until("it to be ready", async () => (await indexer.ready()).status === 200);
    await untilHeadIsIndexed(house);
    await indexer.stop("SIGTERM");

    expect(await booksFaults(books, house.tenantId)).toEqual([]);
    const scratch = await openHouse(books, houseOf("scratch"));
    await indexUpTo(house, scratch);
    const [live, again] = [await dump(books, house), await dump(books, scratch)];
    expect(live.deposits?.length).toBeGreaterThan(20);
    expect(live).toEqual(again);
  });
});

async function start(house: Books, settings: Record<string, string> = {}): Promise<IndexerProcess> {
  const indexer = await startIndexer({
    DATABASE_URL: house.url,
    RPC_URLS: chain.url,
    FINALITY_DEPTH: `${FINALITY_DEPTH}`,
    LOG_LEVEL: "info",
    ...settings,
  });
  running.push(indexer);
  return indexer;
}

function houseOf(slug: string) {
  const { vault, deployBlock, bankroll } = chain;
  return { slug, vault, deployBlock, bankroll };
}

/** Indexes a second tenant to exactly where the first one stands. */
async function indexUpTo(first: HouseVault, second: HouseVault): Promise<void> {
  const target = (await findCursor(books.indexer, first))!;
  const reader = readerOf(chain.url);
  const frozen = {
    ...reader,
    head: async () => (await reader.headers([target.number]))[0]!,
  };
  const session = openSession(books, second, frozen, { finalityDepth: FINALITY_DEPTH });
  for (let steps = 0; steps < 100; steps += 1) {
    await step(session);
    if ((await findCursor(books.indexer, second))?.number === target.number) return;
  }
}

/**
 * Lets no more blocks come by themselves, and waits until the last one is indexed and final is what then should be. Blocks
 * become final in the step after the one that recorded them, unless a node takes too long to confirm them: so one more
 * comes, and another one, until they are.
 */
async function untilHeadIsIndexed(house: HouseVault): Promise<void> {
  await chain.rpc("evm_setIntervalMining", [0]);
  await until("final to be what it should", async () => {
    await chain.mine(1);
    const head = await chain.client.getBlockNumber();
    const cursorAtHead = async () => {
      const cursor = await findCursor(books.indexer, house);
      return cursor?.number === head ? cursor : undefined;
    };
    await until("the head to be indexed", async () => (await cursorAtHead()) !== undefined);
    return (await cursorAtHead())?.finalNumber === head - BigInt(FINALITY_DEPTH);
  });
}

async function countChecks(): Promise<bigint> {
  const { rows } = await books.owner.query<{ n: bigint }>("SELECT count(*) AS n FROM reconciliations");
  return rows[0]?.n ?? 0n;
}
