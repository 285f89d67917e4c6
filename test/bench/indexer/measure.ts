import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { waitUntilReady } from "#scripts/runtime/waitUntil.ts";
import { Random } from "#test/indexer/support/random.ts";
import type { Books, RunningIndexer } from "./books.ts";
import { TAIL_BLOCKS } from "./chain/shape.ts";
import type { RunningChain } from "./chain/startChain.ts";
import type { Story } from "./chain/story.ts";
import { commitsByBlock, lastCommitAt } from "./commits.ts";

const READY_TIMEOUT_MS = 600_000;

/** An indexer that has caught up, and how long that took. */
interface CaughtUp {
  readonly indexer: RunningIndexer;
  /** From the start of the process until it said that it is ready. */
  readonly readyAfterMs: number;
}

/** Starts the indexer and waits until it has caught up with the chain. */
export async function catchUp(books: Books): Promise<CaughtUp> {
  await books.owner.query("CHECKPOINT");
  const startedAt = performance.now();
  const indexer = await books.start();
  await waitUntilReady({ child: indexer, timeoutMs: READY_TIMEOUT_MS, isReady: indexer.isReady });
  return { indexer, readyAfterMs: performance.now() - startedAt };
}

/** How long it took from the first event that was asked for to the commit with the last one, in ms. */
export async function backfillMs(books: Books): Promise<number> {
  const { indexer } = await catchUp(books);
  const beganAt = await books.workBeganAt(indexer);
  await indexer.stop();
  return (await lastCommitAt(books.owner, books.tables)) - beganAt;
}

/** From the start of the process until it is ready, in ms. */
export async function coldStartMs(books: Books): Promise<number> {
  const { indexer, readyAfterMs } = await catchUp(books);
  await indexer.stop();
  return readyAfterMs;
}

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const WARMUP_BLOCKS = 20;
const DEPOSITS_PER_BLOCK = 5;
/** Blocks come this far apart at least, and this much more at most. */
const INTERVAL_MS = 150;
const JITTER_MS = 100;
const POLL_MS = 100;
const ARRIVAL_TIMEOUT_MS = 20_000;
const SEED = 4;

/**
 * From the moment that the node has a block to the commit with what follows from it, over so many blocks with deposits.
 * @param story told along with the chain, so that the truth stays the truth
 */
export async function measureLatency(
  books: Books,
  chain: RunningChain,
  { story, blocks }: { readonly story: Story; readonly blocks: number },
): Promise<Latency> {
  const { indexer } = await catchUp(books);
  const random = new Random(SEED);
  const mine = async () => {
    for (let deposit = 0; deposit < DEPOSITS_PER_BLOCK; deposit++) story.deposit();
    const mined = await chain.mine(DEPOSITS_PER_BLOCK);
    await sleep(INTERVAL_MS + random.int(0, JITTER_MS));
    return mined;
  };
  // The first blocks find an indexer that compiles its code and opens its subscription.
  let warm = await mine();
  for (let block = 1; block < WARMUP_BLOCKS; block++) warm = await mine();
  await arrivals(books, warm.number - 1, 1);
  const mined = [];
  for (let block = 0; block < blocks; block++) mined.push(await mine());
  const committed = await arrivals(books, warm.number, blocks);
  await settle(books, chain, story);
  await indexer.stop();
  const latencies = mined.map(({ number, minedAt }) => (committed.get(number) ?? Number.NaN) - minedAt);
  return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) };
}

/** When the blocks after a number were committed, once so many of them are. */
async function arrivals(books: Books, after: number, count: number): Promise<Map<number, number>> {
  for (const end = performance.now() + ARRIVAL_TIMEOUT_MS; performance.now() < end; await sleep(POLL_MS)) {
    const committed = await commitsByBlock(books.owner, { ...books.eventRows, after });
    if (committed.size >= count) return committed;
  }
  throw new Error(`${books.name} did not record ${count} blocks after ${after} in time`);
}

/** Lets everything become final, so that the books can be compared with the truth. */
async function settle(books: Books, chain: RunningChain, { truth }: Story): Promise<void> {
  for (let block = 0; block < TAIL_BLOCKS; block++) await chain.mine(0);
  for (const end = performance.now() + ARRIVAL_TIMEOUT_MS; performance.now() < end; await sleep(POLL_MS)) {
    if ((await books.faults(truth)).length === 0) return;
  }
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

const PEAK_MEMORY = /VmHWM:\s+([0-9]+) kB/;

/** The most memory that an indexer ever held while it caught up, in MB; not a number where there is no /proc. */
export async function peakMemoryMb(books: Books): Promise<number> {
  const { indexer } = await catchUp(books);
  const status = await readFile(`/proc/${indexer.pid}/status`, "utf8").catch(() => "");
  await indexer.stop();
  return Math.round(Number(PEAK_MEMORY.exec(status)?.[1] ?? Number.NaN) / 1_024);
}
