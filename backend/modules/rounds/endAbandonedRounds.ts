import type pg from "pg";
import { type AbandonedRound, type AgePlace, findAbandoned } from "./abandoned.store.ts";

/** Rounds that are looked up at once. */
const PAGE = 100;
/** A go ends no more than so many pages; the next one begins behind them. */
const MAX_PAGES = 100;

/** A round that was to be ended, and why it was not. */
export interface FailedEnd {
  readonly roundId: string;
  readonly error: unknown;
}

export interface EndedRounds {
  readonly ended: number;
  readonly failures: readonly FailedEnd[];
}

/** Goes through rounds in which nothing has happened for so long. */
export type EndAbandonedRounds = (idleMs: number) => Promise<EndedRounds>;

export interface EndingOptions {
  readonly pool: pg.Pool;
  /** Says whether there was something to end. */
  readonly endOne: (round: AbandonedRound, idleMs: number) => Promise<boolean>;
  readonly page?: number;
  readonly maxPages?: number;
}

/**
 * Goes through the rounds that were left alone, the oldest first, and begins again with the oldest after the last one.
 * One that cannot be ended is passed over, so that however many of them there are, those behind them are reached.
 */
export function createEndAbandonedRounds({
  pool,
  endOne,
  page = PAGE,
  maxPages = MAX_PAGES,
}: EndingOptions): EndAbandonedRounds {
  /** Where the next go begins; undefined: with the oldest. */
  let after: AgePlace | undefined;

  return async (idleMs) => {
    let ended = 0;
    const failures: FailedEnd[] = [];
    for (let count = 0; count < maxPages; count += 1) {
      const { rounds, next } = await findAbandoned(pool, { idleMs, limit: page, after });
      for (const round of rounds) {
        try {
          if (await endOne(round, idleMs)) ended += 1;
        } catch (error) {
          failures.push({ roundId: round.roundId, error });
        }
      }
      after = next;
      if (next === undefined) break;
    }
    return { ended, failures };
  };
}
