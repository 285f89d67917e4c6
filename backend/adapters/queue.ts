import { Queue, Worker } from "bullmq";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";

/** Something that has to be done again and again. What it does must be safe to do twice. */
export interface RepeatedJob {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<void>;
}

export interface RepeatedJobsOptions {
  readonly redisUrl: string;
  readonly queueName: string;
  readonly jobs: readonly RepeatedJob[];
  readonly log: Log;
  readonly clock: Clock;
}

export interface RepeatedJobs {
  /** Takes no new work, waits for what runs, and disconnects. */
  close(): Promise<void>;
}

/** How often the schedules are looked for in Redis, in case it came back empty. */
const REGISTER_EVERY_MS = 5_000;
/** A job that Redis has not called for in so many of its intervals is run by the process itself. */
const MISSED_INTERVALS = 3;
const FIRST_RECONNECT_MS = 100;
const LONGEST_RECONNECT_MS = 2_000;
const KEPT_JOBS = 100;

/**
 * Runs jobs on schedules that all workers share through Redis, so that one of them does each round. Redis may
 * lose everything, or be away: the schedules are put back, and until then each process keeps time by itself.
 */
export function startRepeatedJobs(options: RepeatedJobsOptions): RepeatedJobs {
  const { redisUrl, queueName, jobs, log, clock } = options;
  const connection = {
    url: redisUrl,
    maxRetriesPerRequest: null,
    retryStrategy: (attempt: number) =>
      Math.min(FIRST_RECONNECT_MS * 2 ** (attempt - 1), LONGEST_RECONNECT_MS),
  };
  const runners = new Map(jobs.map((job) => [job.name, createRunner(job, { log, clock })]));
  // No offline queue: a schedule that cannot be written now is looked at again soon.
  const queue = new Queue(queueName, { connection: { ...connection, enableOfflineQueue: false } });
  const worker = new Worker(queueName, async ({ name }) => runners.get(name)?.run(), {
    connection,
    concurrency: jobs.length,
  });
  let isRedisDown = false;
  const onError = (error: Error) => {
    if (!isRedisDown) log.warn({ err: error }, "job queue unreachable: this process keeps time by itself");
    isRedisDown = true;
  };
  queue.on("error", onError);
  worker.on("error", onError);
  worker.on("ready", () => {
    isRedisDown = false;
  });

  const register = async () => {
    for (const job of jobs) await registerSchedule(queue, job);
    isRedisDown = false;
  };
  const registering = setInterval(() => register().catch(onError), REGISTER_EVERY_MS);
  register().catch(onError);
  const watchdogs = [...runners.values()].map((runner) => setInterval(runner.runIfMissed, runner.everyMs));

  return {
    async close() {
      clearInterval(registering);
      for (const watchdog of watchdogs) clearInterval(watchdog);
      await Promise.all([...runners.values()].map(({ settled }) => settled()));
      // Redis may be away, and nothing in it is needed again: leave without a farewell.
      await Promise.allSettled([worker.close(true), queue.close()]);
    },
  };
}

async function registerSchedule(queue: Queue, { name, everyMs }: RepeatedJob): Promise<void> {
  const standing = await queue.getJobScheduler(name);
  if (standing?.every !== undefined && Number(standing.every) === everyMs) return;
  const opts = { removeOnComplete: KEPT_JOBS, removeOnFail: KEPT_JOBS };
  await queue.upsertJobScheduler(name, { every: everyMs }, { name, opts });
}

/** Runs one job, never twice at once, and remembers when it last began. */
function createRunner(job: RepeatedJob, { log, clock }: Pick<RepeatedJobsOptions, "log" | "clock">) {
  let running: Promise<void> | undefined;
  let startedAt = Number.NEGATIVE_INFINITY;

  function run(): Promise<void> {
    if (running !== undefined) return running;
    startedAt = clock.now();
    running = job
      .run()
      .catch((error: unknown) => log.error({ err: error, job: job.name }, "job failed; it will be run again"))
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  return {
    run,
    everyMs: job.everyMs,
    settled: () => running ?? Promise.resolve(),
    runIfMissed() {
      if (clock.now() - startedAt >= MISSED_INTERVALS * job.everyMs) void run();
    },
  };
}
