import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#backend/db/transaction.ts";
import { reconcile } from "#indexer/reconcile.ts";
import { type Rewound, rewindTo } from "#indexer/rewind.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { step } from "#indexer/step.ts";
import { findCursor, moveCursor } from "#indexer/store/cursor.store.ts";
import { markDropped } from "#indexer/store/event.store.ts";
import { dropHeadersAfter } from "#indexer/store/header.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import { booksFaults, dump } from "./support/dump.ts";
import { faultyReader } from "./support/faultyReader.ts";
import { type Books, openBooks, openHouse, openSession, type PlannedBatch } from "./support/house.ts";
import { Random } from "./support/random.ts";
import { addressOf, hashOf, SimulatedChain } from "./support/simulatedChain.ts";

const SEEDS = Array.from({ length: 32 }, (_, index) => index + 1);
const ACTIONS = 40;
const MAX_DEPTH = 64;
const VAULT = addressOf("vault");
const BANKROLL = addressOf("bankroll");
const PAYERS = [BANKROLL, ...["ann", "ben", "cleo", "dora"].map(addressOf)];

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());

describe("indexing a simulated chain", () => {
  test.each(SEEDS)("property: seed %i ends with the tables of a from-scratch index", async (seed) => {
    const { chain, live } = await simulate(`s${seed}`, seed, rewindTo);
    const scratch = await indexFromScratch(`f${seed}`, chain);

    expect(await dump(books, live)).toEqual(await dump(books, scratch));
    expect(await booksFaults(books, live.tenantId)).toEqual([]);
    const [checked] = await reconcile({ pool: books.indexer, reader: chain.reader(), vault: live });
    expect(checked?.varianceMinor).toBe(0n);
    expect(checked?.chainMinor).toBe(chain.balanceQuanta);
    expect(checked?.findings.filter(({ check }) => check !== "payout_batches")).toEqual([]);
  });

  test("property: a rewind that forgets to reverse postings is caught", async () => {
    let caught = 0;
    for (const seed of SEEDS.slice(0, 4)) {
      const { chain, live } = await simulate(`b${seed}`, seed, rewindWithoutReversal).catch(() => ({
        chain: undefined,
        live: undefined,
      }));
      if (chain === undefined) {
        caught += 1;
        continue;
      }
      const scratch = await indexFromScratch(`g${seed}`, chain);
      const isEqual = JSON.stringify(await dump(books, live)) === JSON.stringify(await dump(books, scratch));
      if (!isEqual) caught += 1;
    }
    expect(caught).toBe(4);
  });
});

/** Random blocks, reorgs, faults and steps, and then peace until the indexer has caught up. */
async function simulate(slug: string, seed: number, rewind: typeof rewindTo) {
  const random = new Random(seed);
  const chain = new SimulatedChain(random, {
    payers: PAYERS,
    batches: [...plannedBatches(), ...foreignBatches()],
  });
  const live = await openHouse(books, houseOf(slug));
  // Some runs have deep reorgs and late finality, the others shallow ones and early finality.
  const finalityDepth = random.chance(0.5) ? MAX_DEPTH + 6 : 6;
  const deepest = Math.min(MAX_DEPTH, finalityDepth - 1);
  let highest = 0n;
  const meanwhile = () => {
    highest = max(highest, chain.head.number);
    disturb(chain, random, { deepest, highest });
  };
  const reader = faultyReader(chain.reader(), { random, rate: 0.06, meanwhile });
  const session = openSession(books, live, reader, { finalityDepth, rewind });

  for (let action = 0; action < ACTIONS; action += 1) {
    if (random.chance(0.6)) chain.mine(random.int(1, random.chance(0.1) ? 90 : 6));
    highest = max(highest, chain.head.number);
    if (random.chance(0.25)) meanwhile();
    for (let steps = random.int(0, 4); steps > 0; steps -= 1) await tolerantly(() => step(session));
  }
  chain.mine(MAX_DEPTH + finalityDepth + 1, 0.2);
  await untilCaughtUp(openSession(books, live, chain.reader(), { finalityDepth, rewind }), chain);
  finalities.set(chain, finalityDepth);
  return { chain, live };
}

const finalities = new WeakMap<SimulatedChain, number>();

async function indexFromScratch(slug: string, chain: SimulatedChain): Promise<HouseVault> {
  const vault = await openHouse(books, houseOf(slug));
  const finalityDepth = finalities.get(chain)!;
  await untilCaughtUp(openSession(books, vault, chain.reader(), { finalityDepth }), chain);
  return vault;
}

/** A reorg or a flip back, never below what any indexer that saw `highest` may have to undo. */
function disturb(chain: SimulatedChain, random: Random, limits: { deepest: number; highest: bigint }): void {
  const lowestFork = Number(limits.highest) - limits.deepest;
  if (random.chance(0.3)) {
    if (chain.flipDepth(limits.highest) <= limits.deepest) chain.flipBack();
    return;
  }
  const deepest = Number(chain.head.number) - Math.max(0, lowestFork);
  if (deepest < 1) return;
  const depth = random.int(1, deepest);
  chain.reorg(depth, Math.max(0, depth + random.int(-2, 2)));
}

async function tolerantly(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RpcFailure)) throw error;
  }
}

async function untilCaughtUp(session: ReturnType<typeof openSession>, chain: SimulatedChain): Promise<void> {
  for (let steps = 0; steps < 200; steps += 1) {
    await step(session);
    const cursor = await findCursor(books.indexer, session.vault);
    if (cursor?.hash === chain.head.hash) return;
  }
  throw new Error("the indexer did not catch up");
}

function houseOf(slug: string) {
  return { slug, vault: VAULT, bankroll: BANKROLL, batches: plannedBatches() };
}

/** Batches of the house. Two users withdraw to one address, which shares a credit between them. */
function plannedBatches(): PlannedBatch[] {
  return Array.from({ length: 6 }, (_, index) => ({
    id: hashOf(`batch ${index}`),
    withdrawals: [
      { wallet: addressOf("ann"), to: addressOf("ann"), quanta: BigInt(1_000 + index) },
      { wallet: addressOf("ben"), to: addressOf("shared"), quanta: BigInt(2_000 + index) },
      { wallet: addressOf("cleo"), to: addressOf("shared"), quanta: 777n },
    ],
  }));
}

/** Batches that the database does not know. */
function foreignBatches(): PlannedBatch[] {
  return [0, 1].map((index) => ({
    id: hashOf(`foreign ${index}`),
    withdrawals: [
      { wallet: addressOf("eve"), to: addressOf("eve"), quanta: 55n },
      { wallet: addressOf("eve"), to: addressOf("shared"), quanta: 66n },
    ],
  }));
}

/** The planted bug: everything of a rewind but the reversal of rows and postings. */
const rewindWithoutReversal: typeof rewindTo = async (pool, { vault, cursor, fork }): Promise<Rewound> => {
  const moved = { ...cursor, number: fork.number, hash: fork.hash };
  await inTransaction(pool, async (client) => {
    await markDropped(client, vault, fork.number);
    await dropHeadersAfter(client, vault, fork.number);
    await moveCursor(client, vault, moved);
  });
  return { cursor: moved, droppedBlocks: cursor.number - fork.number, droppedEvents: 0, wasFinal: false };
};

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
