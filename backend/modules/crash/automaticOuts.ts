import type pg from "pg";
import { SHOWN_ROUND_BETS } from "#domain/api/crashBets.ts";
import { automaticExit } from "#domain/games/crash/cashOut.ts";
import type { BetBoard } from "./betBoard.ts";
import { findStillIn, listLargestBets } from "./roundBets.store.ts";
import type { RoundRow } from "./roundRow.ts";
import { type BoardBet, boardBetOf } from "./shownBets.ts";

/** Tells of bets that rules cash out while a round runs; only of those that are shown, and nothing is written. */
export interface AutomaticOuts {
  /** The curve has reached this multiplier, in hundredths, and has not crashed. */
  reached(hundredths: number): void;
}

export interface AutomaticOutsOptions {
  readonly pool: pg.Pool;
  readonly board: BetBoard;
  readonly round: RoundRow;
}

export function watchAutomaticOuts({ pool, board, round }: AutomaticOutsOptions): AutomaticOuts {
  const { tenant_id: tenantId, id: roundId, currency, bet_count: betCount, staked: stakedMinor } = round;
  /** By where they get out, lowest first; empty until they are read. */
  let ahead: (BoardBet & { readonly exit: number })[] = [];

  async function read(): Promise<void> {
    const rows = await listLargestBets(pool, { tenantId, roundId, limit: SHOWN_ROUND_BETS });
    ahead = rows
      .filter(({ cashed_out: cashedOut }) => cashedOut === null)
      .map((row) => ({
        ...boardBetOf(row, false),
        standing: "out" as const,
        exit: automaticExit({ autoHundredths: row.auto, highestHundredths: row.highest }, round.ceiling),
      }))
      .sort((a, b) => a.exit - b.exit);
  }

  async function tell(due: readonly BoardBet[]): Promise<void> {
    // A player may have been faster than the rule, at another process.
    const stillIn = await findStillIn(
      pool,
      tenantId,
      due.map(({ id }) => id),
    );
    const bets = due.filter(({ id }) => stillIn.has(id));
    board.tell(tenantId, { roundId, currency, betCount, stakedMinor, bets, end: null });
  }

  // What is not told now is told when the round is over.
  read().catch(() => undefined);
  return {
    reached(hundredths) {
      const count = ahead.findIndex(({ exit }) => exit > hundredths);
      const due = count === -1 ? ahead : ahead.slice(0, count);
      if (due.length === 0) return;
      ahead = ahead.slice(due.length);
      tell(due).catch(() => undefined);
    },
  };
}
