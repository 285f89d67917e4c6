import { pino } from "pino";
import { encodeEventTopics } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { vaultAbi } from "#domain/abi/vault.ts";
import { countBlocks } from "#domain/indexing/blockRange.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import { ReorgTooDeep } from "#indexer/findFork.ts";
import { createMetrics } from "#indexer/metrics.ts";
import type { Session } from "#indexer/session.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { step } from "#indexer/step.ts";
import { CursorMoved, findCursor } from "#indexer/store/cursor.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import { runVaultLoop } from "#indexer/vaultLoop.ts";
import { createVaultStatus, STALL_AFTER_MS, unreadyBecause } from "#indexer/vaultStatus.ts";
import { booksFaults, dump } from "./support/dump.ts";
import { type Books, openBooks, openHouse, openSession, type PlannedBatch } from "./support/house.ts";
import { Random } from "./support/random.ts";
import { addressOf, hashOf, SimulatedChain } from "./support/simulatedChain.ts";

const FINALITY_DEPTH = 6;
const PAYMENT = { wallet: addressOf("ann"), to: addressOf("ann"), quanta: 5n };
const [DEPOSITED] = encodeEventTopics({ abi: vaultAbi, eventName: "Deposited" });
let books: Books;
let houses = 0;

beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());

describe("what the indexer does when things go wrong", () => {
  test("error: ReorgTooDeep, and nothing changes", async () => {
    const { chain, session } = await following();
    const before = await dump(books, session.vault);
    chain.reorg(65, 66);
    await expect(step(session)).rejects.toThrow(ReorgTooDeep);
    expect(await dump(books, session.vault)).toEqual(before);
  });

  test("behavior: the deepest reorg that is allowed is followed", async () => {
    const { chain, session } = await following({ finalityDepth: 70 });
    chain.reorg(64, 66);
    await catchUp(session, chain);
    expect(await booksFaults(books, session.vault.tenantId)).toEqual([]);
  });

  test("behavior: reorgs that follow each other while nobody looks reach further down than one may", async () => {
    const { chain, session } = await following({ finalityDepth: 70 });
    chain.reorg(6, 3);
    chain.reorg(64, 70);
    await catchUp(session, chain);
    expect(await booksFaults(books, session.vault.tenantId)).toEqual([]);
  });

  test("behavior: final blocks without money may be dropped", async () => {
    const { chain, session } = await following();
    chain.mine(40, 0);
    await catchUp(session, chain);
    chain.reorg(30, 31);
    const result = await step(session);
    expect(result).toMatchObject({ kind: "rewound", rewound: { wasFinal: true, droppedBlocks: 30n } });
    await catchUp(session, chain);
  });

  test("behavior: a node that takes few blocks at a time is asked for fewer", async () => {
    const { chain, vault } = await newHouse();
    chain.mine(400);
    const session = openSession(books, vault, refusingRangesOver(chain.reader(), 7n));
    await tolerantly(() => catchUp(session, chain), 60);
    expect((await findCursor(books.indexer, vault))?.hash).toBe(chain.head.hash);
    expect(session.rangeSize.blocks).toBeLessThanOrEqual(9);
  });

  test("behavior: two indexers on one vault do not get in each other's way", async () => {
    const { chain, vault } = await newHouse();
    chain.mine(300);
    const sessions = [1, 2].map(() => openSession(books, vault, chain.reader()));
    for (let turn = 0; turn < 40; turn += 1) {
      if (turn % 4 === 0) chain.reorg(2, 3);
      await Promise.all(
        sessions.map((session) =>
          step(session).catch((error: unknown) => {
            if (!(error instanceof CursorMoved)) throw error;
          }),
        ),
      );
    }
    await catchUp(sessions[0]!, chain);
    const again = await openHouse(books, { ...vaultPlan(), slug: `again-${houses}` });
    await catchUp(openSession(books, again, chain.reader()), chain);
    expect(await dump(books, vault)).toEqual(await dump(books, again));
    expect(await booksFaults(books, vault.tenantId)).toEqual([]);
  });

  test("behavior: the loop halts where someone must look, and says so", async () => {
    const { chain, session } = await following();
    const status = createVaultStatus(session.vault.address, 0);
    chain.reorg(65, 66);
    await runVaultLoop({ session, status, ...surroundings() });
    expect(unreadyBecause(status, 0)).toMatch(/^halted: None of the last 64 blocks/);
  });

  test("behavior: the loop outlives failures and tells that it is not ready meanwhile", async () => {
    const { chain, session } = await following();
    const status = createVaultStatus(session.vault.address, 0);
    let failuresLeft = 4;
    const reader: ChainReader = {
      ...session.reader,
      async head() {
        if (failuresLeft > 0) {
          failuresLeft -= 1;
          faults.push(unreadyBecause(status, 0));
          throw new RpcFailure("retryable", "the node is away");
        }
        stopping.abort();
        return chain.head;
      },
    };
    const faults: (string | undefined)[] = [];
    const stopping = new AbortController();
    await runVaultLoop({
      session: { ...session, reader },
      status,
      ...surroundings(),
      signal: stopping.signal,
    });
    expect(faults.at(-1)).toBe("3 failures in a row");
    expect(unreadyBecause(status, 0)).toBeUndefined();
  });

  test("behavior: whoever finds the cursor moved forgets the ids that it knows", async () => {
    const { chain, session } = await following();
    const wallet = addressOf("nobody");
    session.ids.addUser(wallet, "an id of before");
    const stopping = new AbortController();
    let isFirst = true;
    const reader: ChainReader = {
      ...session.reader,
      async head() {
        if (!isFirst) stopping.abort();
        else if (session.ids.userOf(wallet) !== undefined) {
          isFirst = false;
          throw new CursorMoved(session.vault);
        }
        return chain.head;
      },
    };
    const status = createVaultStatus(session.vault.address, 0);
    const loop = { session: { ...session, reader }, status, ...surroundings() };
    await runVaultLoop({ ...loop, signal: stopping.signal });
    expect(session.ids.userOf(wallet)).toBeUndefined();
    // Nothing failed: another indexer did the work.
    expect(status.failures).toBe(0);
  });

  test("behavior: what the books cannot cover is looked for once more, at another node", async () => {
    const { chain, vault } = await newHouse([{ id: hashOf("paid"), withdrawals: [PAYMENT] }]);
    chain.mine(30, 1);
    const reader = withoutDeposits(chain.reader());
    const session = openSession(books, vault, reader);
    await catchUp(session, chain);
    expect(reader.timesDistrusted()).toBe(1);
    expect(await booksFaults(books, vault.tenantId)).toEqual([]);
  });

  test("error: InsufficientBalance when no node knows where it came from", async () => {
    const { chain, vault } = await newHouse([{ id: hashOf("paid"), withdrawals: [PAYMENT] }]);
    chain.mine(30, 1);
    const session = openSession(books, vault, withoutDeposits(chain.reader(), Number.POSITIVE_INFINITY));
    await expect(catchUp(session, chain)).rejects.toThrow(InsufficientBalance);
  });

  test("behavior: a chain that stands still makes the indexer ask the next node", async () => {
    const { session } = await following();
    const status = createVaultStatus(session.vault.address, 0);
    const stopping = new AbortController();
    let hasDistrusted = false;
    const reader = {
      ...session.reader,
      distrust() {
        hasDistrusted = true;
        stopping.abort();
      },
    };
    let now = 0;
    await runVaultLoop({
      session: { ...session, reader },
      status,
      ...surroundings(),
      now: () => {
        now += STALL_AFTER_MS;
        return now;
      },
      signal: stopping.signal,
    });
    expect(hasDistrusted).toBe(true);
  });
});

function surroundings() {
  const signal = new AbortController().signal;
  return { log: pino({ level: "silent" }), metrics: createMetrics(), now: () => 0, signal };
}

function vaultPlan() {
  return { vault: addressOf(`vault ${houses}`), bankroll: addressOf("bankroll") };
}

async function newHouse(
  batches: readonly PlannedBatch[] = [],
): Promise<{ chain: SimulatedChain; vault: HouseVault }> {
  houses += 1;
  const chain = new SimulatedChain(new Random(houses), {
    vault: vaultPlan().vault,
    payers: ["ann", "ben"].map(addressOf),
    batches,
  });
  return { chain, vault: await openHouse(books, { ...vaultPlan(), slug: `faults-${houses}` }) };
}

/** A house whose indexer has followed a lively chain to its head. */
async function following({ finalityDepth = FINALITY_DEPTH } = {}) {
  const { chain, vault } = await newHouse();
  chain.mine(150);
  const session = openSession(books, vault, chain.reader(), { finalityDepth });
  await catchUp(session, chain);
  return { chain, session };
}

async function catchUp(session: Session, chain: SimulatedChain): Promise<void> {
  for (let steps = 0; steps < 200; steps += 1) {
    await step(session);
    if ((await findCursor(books.indexer, session.vault))?.hash === chain.head.hash) return;
  }
  throw new Error("the indexer did not catch up");
}

async function tolerantly(work: () => Promise<void>, failures: number): Promise<void> {
  for (let attempt = 0; attempt < failures; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
    }
  }
}

/** A node that leaves out deposits until another one is asked instead, so many times. */
function withoutDeposits(honest: ChainReader, until = 1) {
  let distrusted = 0;
  return {
    ...honest,
    logsOf: async (...asked: Parameters<ChainReader["logsOf"]>) => {
      const logs = await honest.logsOf(...asked);
      return distrusted >= until ? logs : logs.filter(({ topics }) => topics[0] !== DEPOSITED);
    },
    distrust: () => {
      distrusted += 1;
    },
    timesDistrusted: () => distrusted,
  };
}

function refusingRangesOver(honest: ChainReader, most: bigint): ChainReader {
  return {
    ...honest,
    async *logs(emitters, wanted) {
      if ("range" in wanted && countBlocks(wanted.range) > most) {
        throw new RpcFailure("limit", "the range is too large");
      }
      yield* honest.logs(emitters, wanted);
    },
  };
}
