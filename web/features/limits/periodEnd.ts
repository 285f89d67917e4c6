import type { LimitPeriod } from "#domain/limits/playerLimits.ts";

const DAYS_OF_WEEK = 7;

/** When a limit begins anew: the next midnight, Monday or first of a month, all at 00:00 UTC. */
export function periodEnd(period: LimitPeriod, nowMs: number): Date {
  const now = new Date(nowMs);
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  switch (period) {
    case "day":
      return new Date(Date.UTC(year, month, day + 1));
    case "week": {
      // Sunday is day 0, so that the days since Monday are (day + 6) mod 7.
      const sinceMonday = (now.getUTCDay() + DAYS_OF_WEEK - 1) % DAYS_OF_WEEK;
      return new Date(Date.UTC(year, month, day - sinceMonday + DAYS_OF_WEEK));
    }
    case "month":
      return new Date(Date.UTC(year, month + 1, 1));
  }
}
