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

/**
 * The rules of one instant game.
 *
 * `Params` come from `parse` of the same game and from nowhere else; the other functions trust them.
 */
export type Game<Params extends JsonObject, Outcome extends Json> = {
  readonly id: string;
  /** The name that players read. */
  readonly name: string;
  /** What the house keeps of all stakes in the long run, in hundredths of a percent. */
  readonly edgeBps: number;
  /** @throws GameParamsInvalid */
  parse(raw: unknown): Params;
  /** How many floats `play` takes. */
  floatsNeeded(params: Params): number;
  /** The highest multiplier that `play` can answer. */
  maxMultiplier(params: Params): Fraction;
  /** The highest payout that a stake can win, rounded down; stake included. Minor units. */
  maxPayout(stakeMinor: bigint, params: Params): bigint;
  /** Decides the bet from floats given as integers u in 0 … 2^32 − 1, each standing for u / 2^32. */
  play(random: readonly number[], params: Params): Play<Outcome>;
  /** The exact chance of winning: floats that win out of all floats. */
  chance(params: Params): Fraction;
  /** One plain English sentence about a finished bet. */
  describe(params: Params, outcome: Outcome): string;
};

/** Any game, for code that treats all alike. */
export type AnyGame = Game<JsonObject, Json>;
