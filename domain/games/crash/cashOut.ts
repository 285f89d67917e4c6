import { FairhouseError } from "#domain/errors.ts";
import { endsAfterMs, multiplierAt, type RoundEnd, reachedAtMs } from "#domain/games/crash/curve.ts";

/** The lowest multiplier that pays: below 1.01× a player would get the stake back for nothing. In hundredths. */
export const LOWEST_CASH_OUT = 101;

/** A bet of a round, as far as its cash-out depends on it. Multipliers in hundredths. */
export type OpenBet = {
  /** The player's automatic cash-out; null: by hand. */
  readonly autoHundredths: number | null;
  /** Where the bet has won all that it may, and is cashed out whoever watches. */
  readonly highestHundredths: number;
};

/** A round on its way up. */
export type RunningRound = RoundEnd & { readonly startedAtMs: number };

export type CashOut = {
  readonly hundredths: number;
  /** True when the bet had been cashed out by rule before the player asked. */
  readonly isAutomatic: boolean;
};

/** Where a bet is cashed out if its player does nothing, in hundredths. */
export function automaticExit(
  { autoHundredths, highestHundredths }: OpenBet,
  ceilingHundredths: number,
): number {
  return Math.min(autoHundredths ?? ceilingHundredths, highestHundredths, ceilingHundredths);
}

/** When something was received, on the clock that the round's start was taken from, as far as that is known. */
export type Receipt = {
  /** Not before this. */
  readonly earliestMs: number;
  /** Not after this. */
  readonly latestMs: number;
};

/** By more than this nobody's receipt may be in doubt and still be in time: by then the end of the round may be told. */
export const MOST_DOUBT_MS = 100;

/**
 * What a player gets who asks to cash out: the multiplier at the moment at which the server received it. In doubt about that
 * moment the earliest one counts, so that no multiplier is paid that the round had not reached.
 *
 * @throws CashOutTooEarly, CashOutTooLate
 */
export function decideCashOut(bet: OpenBet, round: RunningRound, { earliestMs, latestMs }: Receipt): CashOut {
  const elapsedMs = Math.floor(earliestMs - round.startedAtMs);
  if (elapsedMs < 0) throw new CashOutTooEarly(reachedAtMs(LOWEST_CASH_OUT) - elapsedMs);
  const exit = automaticExit(bet, round.ceilingHundredths);
  const shown = multiplierAt(elapsedMs);
  // The rule was faster than the player; a crash may have been faster than both.
  if (shown >= exit && BigInt(exit) <= round.pointHundredths) return { hundredths: exit, isAutomatic: true };
  const endsMs = endsAfterMs(round);
  if (elapsedMs >= endsMs || latestMs - round.startedAtMs >= endsMs + MOST_DOUBT_MS)
    throw new CashOutTooLate();
  if (shown < LOWEST_CASH_OUT) throw new CashOutTooEarly(reachedAtMs(LOWEST_CASH_OUT) - elapsedMs);
  return { hundredths: shown, isAutomatic: false };
}

/** The multiplier has not left 1.00× yet, or the round has not started. */
export class CashOutTooEarly extends FairhouseError {
  readonly code = "CASH_OUT_TOO_EARLY";
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super("The multiplier has to rise to 1.01× before you can cash out: try again in a moment.");
    this.retryAfterMs = Math.max(1, Math.ceil(retryAfterMs));
  }
}

/** The round crashed before the cash-out was received. */
export class CashOutTooLate extends FairhouseError {
  readonly code = "CASH_OUT_TOO_LATE";

  constructor() {
    super("The round had crashed before your cash-out arrived: the stake is lost.");
  }
}
