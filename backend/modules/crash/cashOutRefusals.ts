import { FairhouseError } from "#domain/errors.ts";

/** The bet's round has not started. */
export class BettingUnderWay extends FairhouseError {
  readonly code = "BETTING_UNDER_WAY";

  constructor() {
    super("The round has not started: cash out while the multiplier rises.");
  }
}

/** The bet's round was cancelled, and its stake returned. */
export class RoundCancelled extends FairhouseError {
  readonly code = "ROUND_CANCELLED";

  constructor() {
    super("The round was cancelled before it started: your stake has been returned.");
  }
}
