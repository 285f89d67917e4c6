import type pg from "pg";
import { FairhouseError } from "#domain/errors.ts";
import { type BlockRange, takeBlocks } from "#domain/indexing/blockRange.ts";
import { type Checked, reconcile } from "#indexer/reconcile.ts";
import { replayRange } from "#indexer/replay.ts";
import type { VaultSides } from "#indexer/session.ts";
import { sleep } from "#indexer/source/backoff.ts";
import { stateHash } from "#indexer/stateHash.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import {
  finishReconcile,
  finishReplay,
  type Job,
  noteBefore,
  noteProgress,
} from "#indexer/store/job.store.ts";

/** The job cannot be done, now or later. */
export class JobImpossible extends FairhouseError {
  readonly code = "JOB_IMPOSSIBLE";
}

/** Somebody else holds the job by now, or the process is to stop: nothing more is to be done. */
export class JobLost extends FairhouseError {
  readonly code = "JOB_LOST";
}

export interface JobRun {
  readonly pool: pg.Pool;
  readonly sides: VaultSides;
  readonly job: Job;
  readonly signal: AbortSignal;
}

/** Blocks that are replayed between two notes of how far the job is. */
const NOTED_BLOCKS = 2_000;
/** A comparison that a reorg was in the way of is made again. */
const MAX_COMPARISONS = 10;
const COMPARE_AGAIN_AFTER_MS = 1_000;

/**
 * Does what the job asks for. It may be cut off at any moment and be run again: a replay goes on behind the last block that
 * was noted, and what it had done beyond that stands, so doing it again changes nothing.
 *
 * @returns what a comparison found; undefined for a replay
 * @throws JobImpossible, JobLost; RpcFailure where the chain is asked
 */
export async function runJob(run: JobRun): Promise<readonly Checked[] | undefined> {
  const { work } = run.job;
  if (work.kind === "reconcile") return compare(run);
  await replay(run, work.range);
  return undefined;
}

async function compare({ pool, sides, job, signal }: JobRun): Promise<readonly Checked[]> {
  for (let comparison = 0; comparison < MAX_COMPARISONS && !signal.aborted; comparison++) {
    const checks = await reconcile(sides, { fromScratch: true });
    if (checks.length > 0) {
      requireOurs(await finishReconcile(pool, job, checks.map(reportOf)));
      return checks;
    }
    await sleep(COMPARE_AGAIN_AFTER_MS, signal);
  }
  if (signal.aborted) throw new JobLost("The process stops.");
  throw new JobImpossible(
    "The chain could not be asked about the block that the books are at: the indexer is catching up, or has recorded nothing yet.",
  );
}

/** Replays the range and says what that changed in the state up to what is final now, which new blocks do not change. */
async function replay(run: JobRun, wanted: BlockRange): Promise<void> {
  const { pool, sides, job } = run;
  const cursor = await findCursor(pool, sides.vault);
  if (cursor === undefined) throw new JobImpossible("Nothing is recorded for this vault yet.");
  const through = BigInt(job.progress.prints.through ?? cursor.finalNumber);
  const before =
    job.progress.prints.through === undefined ? await noteState(run, through) : job.progress.prints;
  const to = wanted.to < cursor.number ? wanted.to : cursor.number;
  await replayParts(run, { from: (job.progress.doneBlock ?? wanted.from - 1n) + 1n, to });

  const after = await stateHash(sides, through);
  const changed = after.tables.filter(({ name, hash }) => before[name] !== hash).map(({ name }) => name);
  requireOurs(await finishReplay(pool, job, { hashAfter: after.hash, changed }));
}

async function noteState(
  { pool, sides, job }: JobRun,
  through: bigint,
): Promise<Readonly<Record<string, string>>> {
  const { hash, tables } = await stateHash(sides, through);
  const hashes = Object.fromEntries(tables.map((table) => [table.name, table.hash]));
  const prints = { ...hashes, through: `${through}` };
  requireOurs(await noteBefore(pool, job, { hash, prints }));
  return prints;
}

async function replayParts({ pool, sides, job, signal }: JobRun, range: BlockRange): Promise<void> {
  let { events, postings } = job.progress;
  let { from } = range;
  do {
    if (signal.aborted) throw new JobLost("The process stops.");
    const part = from <= range.to ? takeBlocks({ from, to: range.to }, NOTED_BLOCKS) : undefined;
    const done = part && (await replayRange(pool, sides.vault, part));
    events += BigInt(done?.events ?? 0);
    postings += BigInt(done?.postings ?? 0);
    requireOurs(await noteProgress(pool, job, { block: part?.to ?? range.to, events, postings }));
    from = (part?.to ?? range.to) + 1n;
  } while (from <= range.to);
}

function requireOurs(isOurs: boolean): void {
  if (!isOurs) throw new JobLost("Another process runs this job by now.");
}

function reportOf({ currency, blockNumber, chainMinor, ledgerMinor, varianceMinor, findings }: Checked) {
  return {
    currency,
    blockNumber: `${blockNumber}`,
    chainMinor: `${chainMinor}`,
    ledgerMinor: `${ledgerMinor}`,
    varianceMinor: `${varianceMinor}`,
    findings,
  };
}
