import type pg from "pg";
import type { Log } from "#backend/adapters/log.ts";
import type { RepeatedJob } from "#backend/adapters/queue.ts";
import { saveAlert } from "#backend/db/alertStore.ts";
import { findUnforeseenBets, prepareBetPartitions } from "./betPartitions.store.ts";

const EVERY_MS = 600_000;
/** A worker may be away for months before bets fall into the net. */
const MONTHS_AHEAD = 3;

/** Makes the partitions of bets before their months begin, and tells when bets came in that had none. */
export function betPartitionsJob(pool: pg.Pool, log: Log): RepeatedJob {
  return {
    name: "bet-partitions",
    everyMs: EVERY_MS,
    async run() {
      for (const { tenantId, bets } of await findUnforeseenBets(pool)) {
        const details = { bets };
        log.error(
          { alert: "bets_without_partition", tenantId, bets },
          "bets without a partition of their month",
        );
        await saveAlert(pool, { tenantId, kind: "bets_without_partition", subject: "bets", details });
      }
      const made = await prepareBetPartitions(pool, MONTHS_AHEAD);
      if (made === null) log.warn({}, "bets are being read as a whole: their partitions are made later");
      else if (made > 0) log.info({ partitions: made }, "partitions of bets made ahead");
    },
  };
}
