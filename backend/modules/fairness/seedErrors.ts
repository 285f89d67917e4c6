import { FairhouseError } from "#domain/errors.ts";

/** Bets have used the active pair, so its client seed stands. */
export class SeedInUse extends FairhouseError {
  readonly code = "SEED_IN_USE";

  constructor() {
    super("Bets have used this client seed already: rotate to begin a new pair with your own client seed.");
  }
}

/** No bet has used the active pair, so there is nothing to reveal. */
export class SeedUnused extends FairhouseError {
  readonly code = "SEED_UNUSED";

  constructor() {
    super(
      "No bet has used this pair of seeds yet, so there is nothing to reveal: its client seed can still be changed.",
    );
  }
}

/** The active pair decides an open round, which would be known in advance once it is revealed. */
export class RoundStillOpen extends FairhouseError {
  readonly code = "ROUND_STILL_OPEN";
  readonly game: string;
  readonly roundId: string;

  constructor(game: string, roundId: string) {
    super(`Your open round of ${game}, ${roundId}, needs these seeds: finish it, then rotate them.`);
    this.game = game;
    this.roundId = roundId;
  }
}

/** The player's seeds were rotated at the same moment by another request, or the pair that was named is none to reveal. */
export class SeedsChanged extends FairhouseError {
  readonly code = "SEEDS_CHANGED";

  constructor() {
    super("Your seeds are not those that this request is about: look at them again.");
  }
}

/** The player was never given seeds in this house. */
export class SeedsMissing extends FairhouseError {
  readonly code = "SEEDS_MISSING";

  constructor() {
    super("This account has no seeds: sign in again.");
  }
}
