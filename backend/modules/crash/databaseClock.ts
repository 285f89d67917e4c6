import { invariant } from "#domain/errors.ts";

/** Readings are kept for two to three such periods, and then forgotten. */
const PERIOD_MS = 5_000;
const PERIODS_KEPT = 3;
/** Clocks are slewed by no more than 500 ppm: by so much a reading loses in each millisecond that it grows older. */
const DRIFT = 0.0005;

/** The database's clock was read at some moment between question and answer, both by `performance.now()`. */
export interface ClockReading {
  readonly askedAt: number;
  readonly answeredAt: number;
  /** In milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

/** What the database's clock says at a moment of this process's own, whatever time of day this process believes in. */
export interface DatabaseClock {
  observe(reading: ClockReading): void;
  /** A time that the database's clock had certainly reached at the moment. */
  earliest(moment: number): number;
  /** A time that the database's clock had certainly not passed at the moment. */
  latest(moment: number): number;
}

/** A bound on the difference of the clocks, and since when it holds. */
interface Bound {
  readonly offset: number;
  readonly at: number;
}

/** The sharpest bounds of one period. */
interface Period {
  readonly beganAt: number;
  low: Bound;
  high: Bound;
}

/**
 * Every reading bounds the difference of the clocks from both sides: by its way back from below, by its way there from above.
 * The sharpest of the last seconds count, each the less the older it is.
 */
export function createDatabaseClock(): DatabaseClock {
  let periods: Period[] = [];

  const lowAt = (moment: number) =>
    Math.max(...periods.map(({ low }) => low.offset - DRIFT * Math.abs(moment - low.at)));
  const highAt = (moment: number) =>
    Math.min(...periods.map(({ high }) => high.offset + DRIFT * Math.abs(moment - high.at)));

  return {
    observe({ askedAt, answeredAt, nowMs }) {
      const low = { offset: nowMs - answeredAt, at: answeredAt };
      const high = { offset: nowMs - askedAt, at: answeredAt };
      const contradicts = high.offset < lowAt(answeredAt) || low.offset > highAt(answeredAt);
      // A clock that was set says nothing about before.
      if (contradicts) periods = [];
      periods = periods.filter(({ beganAt }) => answeredAt - beganAt < PERIODS_KEPT * PERIOD_MS);
      const newest = periods.at(-1);
      if (newest === undefined || answeredAt - newest.beganAt >= PERIOD_MS) {
        periods.push({ beganAt: answeredAt, low, high });
        return;
      }
      newest.low = sharper(newest.low, low, 1);
      newest.high = sharper(newest.high, high, -1);
    },
    earliest(moment) {
      invariant(periods.length > 0, "the database's clock was read before");
      return moment + lowAt(moment);
    },
    latest(moment) {
      invariant(periods.length > 0, "the database's clock was read before");
      return moment + highAt(moment);
    },
  };
}

/** The bound that says more as of the newer one; `upwards` is 1 for bounds from below and -1 for those from above. */
function sharper(known: Bound, fresh: Bound, upwards: 1 | -1): Bound {
  const worn = known.offset - upwards * DRIFT * (fresh.at - known.at);
  return upwards * (worn - fresh.offset) > 0 ? known : fresh;
}
