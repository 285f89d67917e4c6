import { FairhouseError } from "#domain/errors.ts";

const RETRY_AFTER_MS = 1_000;

/** More bets wait than the engine takes on; this one was not placed. */
export class EngineBusy extends FairhouseError {
  readonly code = "ENGINE_BUSY";
  readonly retryAfterMs = 250;

  constructor() {
    super("Too many bets are waiting: this one was not placed, send it again in a moment.");
  }
}

/** The process is shutting down and takes no more bets. */
export class EngineStopped extends FairhouseError {
  readonly code = "ENGINE_STOPPED";
  readonly retryAfterMs = RETRY_AFTER_MS;

  constructor() {
    super("The house is restarting: this bet was not placed, send it again in a moment.");
  }
}

/** The database cannot be reached; the bet was not placed. */
export class HouseUnavailable extends FairhouseError {
  readonly code = "HOUSE_UNAVAILABLE";
  readonly retryAfterMs = RETRY_AFTER_MS;

  constructor(options?: ErrorOptions) {
    super("The ledger cannot be reached: this bet was not placed, send it again in a moment.", options);
  }
}

/** The connection broke while the batch was being committed, and could not be asked again. */
export class OutcomeUnknown extends FairhouseError {
  readonly code = "OUTCOME_UNKNOWN";
  readonly retryAfterMs = RETRY_AFTER_MS;

  constructor(options?: ErrorOptions) {
    super(
      "The ledger was lost while this bet was being written: send the same bet id again to learn its result; " +
        "it will not be placed twice.",
      options,
    );
  }
}
