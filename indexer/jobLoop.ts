import type pg from "pg";
import { FairhouseError } from "#domain/errors.ts";
import { type CheckReport, reportCheck } from "#indexer/reportCheck.ts";
import { JobLost, runJob } from "#indexer/runJob.ts";
import type { VaultSides } from "#indexer/session.ts";
import { sleep } from "#indexer/source/backoff.ts";
import { claimJob, failJob, type Job, releaseJob, renewLease } from "#indexer/store/job.store.ts";

/** How often new jobs are looked for. */
const POLL_INTERVAL_MS = 1_000;
/** Who has not renewed its lease for so long is taken for dead. */
const LEASE_MS = 15_000;
/** A lease is renewed so many times before it would run out. */
const RENEWALS_PER_LEASE = 3;
/** A job that took down so many processes is not given to another one. */
const MAX_ATTEMPTS = 5;

export interface JobLoop extends CheckReport {
  readonly pool: pg.Pool;
  /** The vaults that this process serves, by id. */
  readonly sides: ReadonlyMap<number, VaultSides>;
  readonly signal: AbortSignal;
  readonly leaseMs?: number;
}

/** Does what people ask of the indexer, one job after the other, until told to stop. */
export async function runJobLoop(loop: JobLoop): Promise<void> {
  while (!loop.signal.aborted) {
    const hasWorked = await takeJob(loop).catch((error) => {
      loop.log.warn({ err: error }, "could not look for jobs");
      return false;
    });
    if (!hasWorked) await sleep(POLL_INTERVAL_MS, loop.signal);
  }
}

async function takeJob(loop: JobLoop): Promise<boolean> {
  const { pool, sides, log, leaseMs = LEASE_MS } = loop;
  const job = await claimJob(pool, [...sides.keys()], leaseMs);
  const vault = job && sides.get(job.vaultId);
  if (job === undefined || vault === undefined) return false;
  log.info({ job: job.id, kind: job.work.kind, attempt: job.attempt }, "running a job");
  if (job.attempt > MAX_ATTEMPTS) {
    await failJob(pool, job, `It was begun ${MAX_ATTEMPTS} times and never ended: see the indexer's log.`);
    return true;
  }
  await holdAndRun(loop, job, vault);
  return true;
}

async function holdAndRun(loop: JobLoop, job: Job, sides: VaultSides): Promise<void> {
  const { pool, log, signal, leaseMs = LEASE_MS } = loop;
  const renewing = setInterval(() => {
    renewLease(pool, job, leaseMs).catch((error) =>
      log.warn({ err: error }, "could not renew a job's lease"),
    );
  }, leaseMs / RENEWALS_PER_LEASE);
  try {
    const checks = await runJob({ pool, sides, job, signal });
    for (const checked of checks ?? []) reportCheck(loop, sides.vault, checked);
    log.info({ job: job.id }, "a job is done");
  } catch (error) {
    await afterFailure(loop, job, error);
  } finally {
    clearInterval(renewing);
  }
}

/** What is wrong with the job or the books is told; databases that are away come back, and so does the job. */
async function afterFailure({ pool, log, signal }: JobLoop, job: Job, error: unknown): Promise<void> {
  if (signal.aborted) {
    await releaseJob(pool, job);
    return;
  }
  if (error instanceof JobLost) return;
  log.error({ err: error, job: job.id }, "a job failed");
  if (error instanceof FairhouseError) await failJob(pool, job, error.message);
}
