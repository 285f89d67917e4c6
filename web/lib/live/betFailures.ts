import { FairhouseError } from "#domain/errors.ts";

/** There is no connection, so the bet never left this page. */
export class BetNotSent extends FairhouseError {
  readonly code = "BET_NOT_SENT";

  constructor() {
    super("There is no connection to the house, so the bet was not sent. Bet again once it is back.");
  }
}

/** No acknowledgement arrived in time. Asking again with the same bet id is safe: it never bets twice. */
export class BetUnanswered extends FairhouseError {
  readonly code = "BET_UNANSWERED";

  constructor(options?: ErrorOptions) {
    super("The house did not answer in time. Ask again: the same bet is never placed twice.", options);
  }
}
