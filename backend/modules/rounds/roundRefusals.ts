import { FairhouseError } from "#domain/errors.ts";

/**
 * The round id stands for something else. Says the same whether that is another round, somebody else's, or no round at
 * all: an id tells nobody anything about what it stands for.
 */
export class RoundIdReused extends FairhouseError {
  readonly code = "ROUND_ID_REUSED";
  readonly roundId: string;

  constructor(roundId: string) {
    super(`Round id ${roundId} was used before with other content: make a new id for a new round.`);
    this.roundId = roundId;
  }
}

/** A player plays one round of a game at a time. */
export class RoundAlreadyOpen extends FairhouseError {
  readonly code = "ROUND_ALREADY_OPEN";
  /** The round to go on with. */
  readonly roundId: string;

  constructor(roundId: string) {
    super(`You have an open round of this game, ${roundId}: finish it first.`);
    this.roundId = roundId;
  }
}

/** The number stands for another action, which was taken. */
export class RoundActionConflict extends FairhouseError {
  readonly code = "ROUND_ACTION_CONFLICT";
  readonly number: number;

  constructor(number: number) {
    super(`Action ${number} of this round was another one and has been taken: look at the round again.`);
    this.number = number;
  }
}

/** Actions are taken in their order, without a gap. */
export class RoundOutOfTurn extends FairhouseError {
  readonly code = "ROUND_OUT_OF_TURN";
  readonly nextAction: number;

  constructor(nextAction: number) {
    super(`The next action of this round is number ${nextAction}: look at the round again.`);
    this.nextAction = nextAction;
  }
}

/** The round was settled, by its player or because it was left alone for too long. */
export class RoundOver extends FairhouseError {
  readonly code = "ROUND_OVER";
  readonly roundId: string;

  constructor(roundId: string) {
    super(`Round ${roundId} is over: look at it, and begin another.`);
    this.roundId = roundId;
  }
}

/** Who voids a round that can be played takes from its player, or the house, what the round would have brought. */
export class RoundPlayable extends FairhouseError {
  readonly code = "ROUND_PLAYABLE";
  readonly roundId: string;

  constructor(roundId: string) {
    super(
      `Round ${roundId} can be played to its end, and nobody has left it for as long as a day and an hour: leave it to ` +
        "its player, or void it with --although-playable, which stays on record.",
    );
    this.roundId = roundId;
  }
}

/** The house plays this game by other rules now; by them the round would be another one than its player began. */
export class RoundRulesChanged extends FairhouseError {
  readonly code = "ROUND_RULES_CHANGED";
  readonly roundId: string;

  constructor(roundId: string) {
    super(
      `Round ${roundId} was begun under rules that this version of the house does not have: nothing is lost, its ` +
        "stake stays set aside until the house plays it on or gives it back.",
    );
    this.roundId = roundId;
  }
}
