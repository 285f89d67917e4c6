import { FairhouseError } from "#domain/errors.ts";

/**
 * The bet id stands for another bet. Says the same whether the other bet differs, belongs to someone else, or
 * is no bet at all: an id tells nobody anything about what it stands for.
 */
export class BetIdReused extends FairhouseError {
  readonly code = "BET_ID_REUSED";
  readonly betId: string;

  constructor(betId: string) {
    super(`Bet id ${betId} was used before with other content: make a new id for a new bet.`);
    this.betId = betId;
  }
}

/** The bet id has the form of the ids that the house derives for its own postings. */
export class BetIdReserved extends FairhouseError {
  readonly code = "BET_ID_RESERVED";

  constructor() {
    super("A bet id may not be a UUID of version 8: use version 7 or 4.");
  }
}

/** The active pair of seeds has no nonce left: they are counted in 31 bits. */
export class SeedExhausted extends FairhouseError {
  readonly code = "SEED_EXHAUSTED";

  constructor() {
    super("Your active seeds have decided as many bets as they can: rotate them and go on.");
  }
}

/** The account is frozen by an operator. */
export class UserFrozen extends FairhouseError {
  readonly code = "USER_FROZEN";

  constructor() {
    super("This account is frozen and cannot place bets: ask support why.");
  }
}

/** No such player, or one who was never given seeds, in this house. */
export class PlayerUnknown extends FairhouseError {
  readonly code = "PLAYER_UNKNOWN";

  constructor() {
    super("This house has no player with these credentials: sign in again.");
  }
}

/** The game came with a release, and the house does not offer it until an administrator has looked at its edge. */
export class GameWithheld extends FairhouseError {
  readonly code = "GAME_WITHHELD";
  readonly game: string;

  constructor(game: string) {
    super(`This house does not offer "${game}" at present: choose another game.`);
    this.game = game;
  }
}

/** The house does not keep books in this currency. */
export class UnknownCurrency extends FairhouseError {
  readonly code = "UNKNOWN_CURRENCY";
  readonly currency: string;

  constructor(currency: string) {
    super(`The currency "${currency}" is not known: check its code.`);
    this.currency = currency;
  }
}
