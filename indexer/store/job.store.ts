import type pg from "pg";
import { invariant } from "#domain/errors.ts";
import type { BlockRange } from "#domain/indexing/blockRange.ts";

/** Work that somebody asked for, held by whoever claimed it. */
export interface Job {
  readonly id: string;
  readonly vaultId: number;
  readonly work: { readonly kind: "reconcile" } | { readonly kind: "replay"; readonly range: BlockRange };
  /** How often it was claimed: an earlier holder that still lives has lost it. */
  readonly attempt: number;
  readonly progress: JobProgress;
}

/** How far a replay is; what is done stays done when it is run again. */
export interface JobProgress {
  readonly doneBlock: bigint | undefined;
  readonly events: bigint;
  readonly postings: bigint;
  /** Hashes from before the first attempt, by table; undefined before they are known. */
  readonly hashBefore: string | undefined;
  readonly prints: Readonly<Record<string, string>>;
}

interface JobRow {
  readonly id: string;
  readonly vault_id: number;
  readonly kind: "replay" | "reconcile";
  readonly from_block: bigint | null;
  readonly to_block: bigint | null;
  readonly attempts: number;
  readonly done_block: bigint | null;
  readonly events: bigint | null;
  readonly postings: bigint | null;
  readonly hash_before: string | null;
  readonly prints: Record<string, string> | null;
}

/** Takes the oldest job of these vaults that waits, or whose holder is gone. */
export async function claimJob(
  pool: pg.Pool,
  vaultIds: readonly number[],
  leaseMs: number,
): Promise<Job | undefined> {
  const { rows } = await pool.query<JobRow>(
    `UPDATE indexer_jobs SET state = 'running', attempts = attempts + 1, started_at = coalesce(started_at, now()),
       lease_until = now() + $2 * interval '1 millisecond'
     WHERE id = (
       SELECT id FROM indexer_jobs
       WHERE vault_id = ANY($1::integer[]) AND (state = 'queued' OR (state = 'running' AND lease_until < now()))
       ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, vault_id, kind, from_block, to_block, attempts, done_block, events, postings, hash_before, prints`,
    [vaultIds, leaseMs],
  );
  return rows[0] && toJob(rows[0]);
}

/** @returns whether the job is still the caller's */
export async function renewLease(pool: pg.Pool, job: Job, leaseMs: number): Promise<boolean> {
  return change(pool, job, "lease_until = now() + $3 * interval '1 millisecond'", [leaseMs]);
}

/** Remembers what the books were like before the job changed anything. */
export async function noteBefore(
  pool: pg.Pool,
  job: Job,
  before: { readonly hash: string; readonly prints: Readonly<Record<string, string>> },
): Promise<boolean> {
  return change(pool, job, "hash_before = $3, prints = $4", [before.hash, JSON.stringify(before.prints)]);
}

/** Remembers how far a replay is. */
export async function noteProgress(
  pool: pg.Pool,
  job: Job,
  done: { readonly block: bigint; readonly events: bigint; readonly postings: bigint },
): Promise<boolean> {
  return change(pool, job, "done_block = $3, events = $4, postings = $5", [
    done.block,
    done.events,
    done.postings,
  ]);
}

export async function finishReplay(
  pool: pg.Pool,
  job: Job,
  result: { readonly hashAfter: string; readonly changed: readonly string[] },
): Promise<boolean> {
  const set = "state = 'done', lease_until = NULL, finished_at = now(), hash_after = $3, changed = $4";
  return change(pool, job, set, [result.hashAfter, result.changed]);
}

/** @param checks what was found, for JSON */
export async function finishReconcile(pool: pg.Pool, job: Job, checks: unknown): Promise<boolean> {
  const set = "state = 'done', lease_until = NULL, finished_at = now(), findings = $3";
  return change(pool, job, set, [JSON.stringify(checks)]);
}

export async function failJob(pool: pg.Pool, job: Job, failure: string): Promise<boolean> {
  const set = "state = 'failed', lease_until = NULL, finished_at = now(), failure = $3";
  return change(pool, job, set, [failure]);
}

/** Gives a job back, for whoever comes next. */
export async function releaseJob(pool: pg.Pool, job: Job): Promise<boolean> {
  return change(pool, job, "state = 'queued', attempts = attempts - 1, lease_until = NULL", []);
}

async function change(pool: pg.Pool, job: Job, set: string, values: readonly unknown[]): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE indexer_jobs SET ${set} WHERE id = $1 AND attempts = $2 AND state = 'running'`,
    [job.id, job.attempt, ...values],
  );
  return rowCount === 1;
}

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    vaultId: row.vault_id,
    work: workOf(row),
    attempt: row.attempts,
    progress: {
      doneBlock: row.done_block ?? undefined,
      events: row.events ?? 0n,
      postings: row.postings ?? 0n,
      hashBefore: row.hash_before ?? undefined,
      prints: row.prints ?? {},
    },
  };
}

function workOf({ kind, from_block: from, to_block: to }: JobRow): Job["work"] {
  if (kind === "reconcile") return { kind };
  invariant(from !== null && to !== null, "a replay names its range");
  return { kind, range: { from, to } };
}
