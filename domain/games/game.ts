import type { Odds } from "#domain/games/odds.ts";
import type { Fraction } from "#domain/money/fraction.ts";

/** What parameters and outcomes are made of, so that they can be stored and sent as they are. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/** How one bet came out. */
export type Play<Outcome> = {
  readonly outcome: Outcome;
  /** What the stake is multiplied by; zero for a lost bet. The payout is rounded down. */
  readonly multiplier: Fraction;
};

/** What an operator may set a game's edge to, in hundredths of a percent. Equal bounds: the paytable decides. */
export type EdgeBounds = {
  readonly minBps: number;
  readonly maxBps: number;
  readonly defaultBps: number;
};

/** An object that nobody has looked into yet. */
export type RawParams = { readonly [name: string]: unknown };

/**
 * What a pair of seeds and a nonce decide, apart from any stake: the part of a game that is verified.
 * Only parameters that change what is drawn are read; others may be there, so that a bet's own can be given.
 */
export type Draw = {
  /** How many floats `outcome` takes. @throws GameParamsInvalid */
  floatsNeeded(params: RawParams): number;
  /**
   * The outcome of floats given as integers u in 0 … 2^32 − 1, in the form that verifiers of the field print.
   *
   * @throws GameParamsInvalid
   */
  outcome(random: readonly number[], params: RawParams, edgeBps: number): Json;
};

/** A game's parameters: how they are read, and what they look like. `paramsOf` makes both from one description. */
export type ParamsShape<Params extends JsonObject> = {
  /**
   * Parameters in their one canonical form: the same bet is the same JSON text.
   *
   * @throws GameParamsInvalid
   */
  parse(raw: unknown): Params;
  /** JSON Schema (2020-12) of everything that `parse` lets pass, and of nothing else. */
  readonly paramsSchema: JsonObject;
};

/** What every game has, whatever its course. */
export type GameRules<Params extends JsonObject, Outcome extends Json> = ParamsShape<Params> & {
  readonly id: string;
  /** The name that players read. */
  readonly name: string;
  /** Raised with every change of the rules: bets keep the version that they were decided by. */
  readonly rulesVersion: number;
  /** What the house keeps of all stakes in the long run. */
  readonly edge: EdgeBounds;
  /** What the game pays apart from its edge, as it is hashed and anchored; null when the edge alone decides. */
  readonly paytable: Json;
  readonly draw: Draw;
  /** One plain English sentence about a finished bet. */
  describe(params: Params, play: Play<Outcome>): string;
};

/**
 * The rules of a game that is over as soon as it is drawn.
 *
 * `Params` come from `parse` of the same game and from nowhere else; the other functions trust them. The edge is
 * configuration: it comes with every question that it changes the answer to, in hundredths of a percent.
 */
export type InstantGame<Params extends JsonObject, Outcome extends Json> = GameRules<Params, Outcome> & {
  readonly kind: "instant";
  /** How many floats `play` takes. */
  floatsNeeded(params: Params): number;
  /** The highest multiplier that `play` can answer. */
  maxMultiplier(params: Params, edgeBps: number): Fraction;
  /** Decides the bet from floats given as integers u in 0 … 2^32 − 1, each standing for u / 2^32. */
  play(random: readonly number[], params: Params, edgeBps: number): Play<Outcome>;
  /** Every multiplier that can come, with its exact chance. */
  odds(params: Params, edgeBps: number): Odds;
};

/** Any instant game, for code that treats all alike. */
export type AnyInstantGame = InstantGame<JsonObject, Json>;
