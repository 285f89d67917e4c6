import type pg from "pg";
import type { Log } from "#backend/adapters/log.ts";
import type { RepeatedJob } from "#backend/adapters/queue.ts";
import {
  deleteExpiredNonces,
  deleteExpiredSessions,
  deleteOldIdempotencyKeys,
  deleteOldRounds,
  thinPlayCounters,
} from "./housekeeping.store.ts";

const EVERY_MS = 600_000;

/** Throws away what nobody can ask for any more. Running it twice, or never, harms nothing. */
export function housekeepingJob(pool: pg.Pool, log: Log): RepeatedJob {
  return {
    name: "housekeeping",
    everyMs: EVERY_MS,
    async run() {
      const nonces = await deleteExpiredNonces(pool);
      const idempotencyKeys = await deleteOldIdempotencyKeys(pool);
      const sessions = await deleteExpiredSessions(pool);
      const rounds = await deleteOldRounds(pool);
      const counters = await thinPlayCounters(pool);
      if (nonces + idempotencyKeys + sessions + rounds + counters > 0) {
        log.info({ nonces, idempotencyKeys, sessions, rounds, counters }, "swept");
      }
    },
  };
}
