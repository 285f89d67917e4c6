/** What there is to press at a moment. */
export type PressMoment = {
  /** Another bet or cash-out is being asked for. */
  readonly isBusy: boolean;
  /** The player's bet is in the round shown, and not out. */
  readonly hasBet: boolean;
  /** It was until a moment ago: a press may have been meant to cash it out. */
  readonly hadBet: boolean;
  readonly isRunning: boolean;
  /** A bet waits for the next round. */
  readonly isQueued: boolean;
  /** Something is missing for a bet. */
  readonly isHindered: boolean;
};

/** What a press of the one button, or of its key, does; null when nothing. It never bets by a cash-out that came too late. */
export function crashPress(moment: PressMoment): "bet" | "cashOut" | null {
  const { isBusy, hasBet, hadBet, isRunning, isQueued, isHindered } = moment;
  if (isBusy) return null;
  if (hasBet) return isRunning ? "cashOut" : null;
  return hadBet || isQueued || isHindered ? null : "bet";
}
