import { FairhouseError } from "#domain/errors.ts";

/** Bets have used the active pair, so its client seed stands. */
export class SeedInUse extends FairhouseError {
  readonly code = "SEED_IN_USE";

  constructor() {
    super("Bets have used this client seed already: rotate to begin a new pair with your own client seed.");
  }
}

/** The player's seeds were rotated at the same moment by another request. */
export class SeedsChanged extends FairhouseError {
  readonly code = "SEEDS_CHANGED";

  constructor() {
    super("Your seeds were just rotated by another request: look at them again.");
  }
}

/** The player was never given seeds in this house. */
export class SeedsMissing extends FairhouseError {
  readonly code = "SEEDS_MISSING";

  constructor() {
    super("This account has no seeds: sign in again.");
  }
}
