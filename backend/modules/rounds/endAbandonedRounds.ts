import type pg from "pg";
import { type AbandonedRound, type AgePlace, findAbandoned } from "./abandoned.store.ts";

/** Rounds that are looked up at once. */
const PAGE = 100;
/** A go ends no more than so many pages; the next one begins with the oldest again. */
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

/**
 * Goes through the rounds that were left alone, the oldest first. One that cannot be ended is passed over, so that
 * however many of them there are, those behind them are reached.
 * @param endOne says whether there was something to end
 */
export async function endAbandonedRounds(
  pool: pg.Pool,
  idleMs: number,
  endOne: (round: AbandonedRound) => Promise<boolean>,
): Promise<EndedRounds> {
  let ended = 0;
  const failures: FailedEnd[] = [];
  let after: AgePlace | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { rounds, next } = await findAbandoned(pool, { idleMs, limit: PAGE, after });
    for (const round of rounds) {
      try {
        if (await endOne(round)) ended += 1;
      } catch (error) {
        failures.push({ roundId: round.roundId, error });
      }
    }
    if (next === undefined) break;
    after = next;
  }
  return { ended, failures };
}
