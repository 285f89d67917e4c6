import type pg from "pg";
import type { RepeatedJob } from "#backend/adapters/queue.ts";
import { closeCommissionPeriods } from "./closePeriods.ts";

/** Of what is not closed yet, statements read each line. */
const EVERY_MS = 60_000;

export function closePeriodsJob(pool: pg.Pool): RepeatedJob {
  return { name: "close-commission-periods", everyMs: EVERY_MS, run: () => closeCommissionPeriods(pool) };
}
