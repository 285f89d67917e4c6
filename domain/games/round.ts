import { FairhouseError } from "#domain/errors.ts";
import type { GameRules, Json, JsonObject, ParamsShape } from "#domain/games/game.ts";
import type { Fraction } from "#domain/money/fraction.ts";

/** Everything that a round is decided by, apart from what its player does. */
export type RoundTerms<Params extends JsonObject = JsonObject> = {
  readonly params: Params;
  /** Within the bounds of the game, in hundredths of a percent. */
  readonly edgeBps: number;
  /** The stake that began the round; minor units. */
  readonly stakeMinor: bigint;
  /** The floats of the round's nonce as integers u in 0 … 2^32 − 1, as many as `floatsNeeded` says. */
  readonly random: readonly number[];
};

/** How a round ended. */
export type RoundEnd<Outcome extends JsonObject = JsonObject> = {
  /** What comes back of all stakes; minor units, rounded down. */
  readonly payoutMinor: bigint;
  /** Exact: all stakes times this, rounded down, are the payout. */
  readonly multiplier: Fraction;
  /** True when the stake comes back because nothing was played for: then nobody earns from it. */
  readonly isRefund: boolean;
  /** What was drawn, whether or not the player saw it while the round was open, and how it came out. */
  readonly outcome: Outcome;
};

/**
 * The rules of a game that is played in steps, each of them chosen by its player.
 *
 * A state follows from the terms and the list of actions and from nothing else, so an open round is stored as those
 * and replayed. States are values: no function changes one. `Params` and `Action` come from the game's own `parse`
 * and `actions.parse`; the other functions trust them.
 */
export type RoundGame<
  Params extends JsonObject,
  Action extends JsonObject,
  State,
  Outcome extends JsonObject,
> = GameRules<Params, Outcome> & RoundSteps<Params, Action, State, Outcome>;

/** Any game of rounds, for code that treats all alike. */
export type AnyRoundGame = GameRules<JsonObject, Json> &
  RoundSteps<JsonObject, JsonObject, unknown, JsonObject>;

/** What a game of rounds has beside what every game has. */
type RoundSteps<Params extends JsonObject, Action extends JsonObject, State, Outcome extends JsonObject> = {
  readonly kind: "rounds";
  /** What a player may send; `parse` throws `GameParamsInvalid`. */
  readonly actions: ParamsShape<Action>;
  /** How many floats a round takes at most; all of them belong to its one nonce. */
  floatsNeeded(params: Params): number;
  /**
   * The first stake with the most that a round can win beyond all its stakes, as a multiple of the first stake.
   * Stakes that are added on the way are counted, so that the risk is known when the round begins.
   */
  maxMultiplier(params: Params, edgeBps: number): Fraction;
  begin(terms: RoundTerms<Params>): State;
  /** @throws RoundActionRefused when the rules do not allow the action now, in particular when the round is over */
  act(state: State, action: Action): State;
  /** Ends an open round whose player stays away, as the rules of the game say. */
  abandon(state: State): State;
  /** All stakes so far, the first one included; minor units. */
  stakedMinor(state: State): bigint;
  /** What the player may know: nothing that is still to be drawn or uncovered. */
  view(state: State): JsonObject;
  /** Null while the round is open. */
  end(state: State): RoundEnd<Outcome> | null;
};

/** The rules do not allow this action now. */
export class RoundActionRefused extends FairhouseError {
  readonly code = "ROUND_ACTION_REFUSED";
  readonly game: string;

  constructor(game: string, reason: string) {
    super(`This is not possible in the round of ${game}: ${reason}.`);
    this.game = game;
  }
}
