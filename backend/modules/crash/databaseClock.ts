import { invariant } from "#domain/errors.ts";

/** Readings are compared over one to two such periods; clocks drift apart by less than a millisecond in it. */
const PERIOD_MS = 10_000;

/** What the database's clock says at a moment of this process's own, whatever time of day this process believes in. */
export interface DatabaseClock {
  /** Notes a reading that was asked for at a moment by `performance.now()`. */
  observe(askedAt: number, nowMs: number): void;
  /** The database's time, in milliseconds since the Unix epoch, at a moment by `performance.now()`. */
  at(moment: number): number;
}

/** Every reading is late by its way to the database. So the least late one of the last seconds is right. */
export function createDatabaseClock(): DatabaseClock {
  let best = Number.POSITIVE_INFINITY;
  let bestBefore = Number.POSITIVE_INFINITY;
  let periodBegan = Number.NEGATIVE_INFINITY;

  return {
    observe(askedAt, nowMs) {
      if (askedAt - periodBegan >= PERIOD_MS) {
        bestBefore = best;
        best = Number.POSITIVE_INFINITY;
        periodBegan = askedAt;
      }
      best = Math.min(best, nowMs - askedAt);
    },
    at(moment) {
      const offset = Math.min(best, bestBefore);
      invariant(Number.isFinite(offset), "the database's clock was read before");
      return moment + offset;
    },
  };
}
