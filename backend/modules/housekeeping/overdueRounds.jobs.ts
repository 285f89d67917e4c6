import type pg from "pg";
import type { Log } from "#backend/adapters/log.ts";
import type { RepeatedJob } from "#backend/adapters/queue.ts";
import { saveAlert } from "#backend/db/alertStore.ts";
import { findOverdueRounds } from "./overdueRounds.store.ts";

const EVERY_MS = 600_000;
/** Rounds are ended after a day, and looked for every minute: an hour later something is wrong with them. */
const OVERDUE_AFTER_HOURS = 25;

/** Tells of rounds that nobody can end: their stakes stay set aside until a person looks into it. */
export function overdueRoundsJob(pool: pg.Pool, log: Log): RepeatedJob {
  return {
    name: "overdue-rounds",
    everyMs: EVERY_MS,
    async run() {
      for (const { tenantId, ...details } of await findOverdueRounds(pool, OVERDUE_AFTER_HOURS)) {
        log.error(
          { alert: "rounds_overdue", tenantId, ...details },
          "rounds that should have ended are open",
        );
        await saveAlert(pool, { tenantId, kind: "rounds_overdue", subject: "rounds", details });
      }
    },
  };
}
