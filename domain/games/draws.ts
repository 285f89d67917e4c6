import { soleFloat } from "#domain/fairness/draw.ts";
import { rollHundredths } from "#domain/games/dice.ts";
import type { Json } from "#domain/games/game.ts";
import { resultHundredths } from "#domain/games/limbo.ts";

/**
 * What a pair of seeds and a nonce decide, apart from any stake: the part of a game that is verified.
 * Outcomes are in the form that verifiers of the field print.
 */
export type Draw = {
  /** How many floats `outcome` takes. @throws GameParamsInvalid */
  floatsNeeded(params: unknown): number;
  /** The outcome of floats given as integers u in 0 … 2^32 − 1. @throws GameParamsInvalid */
  outcome(random: readonly number[], params: unknown): Json;
};

/** A draw of one float that no parameter changes; the outcome is a number with two decimals. */
function hundredthsDraw(hundredths: (u: number) => number): Draw {
  return {
    floatsNeeded: () => 1,
    outcome: (random) => hundredths(soleFloat(random)) / 100,
  };
}

/** Every draw that can be verified from seeds, by the name of its game. */
export const draws: ReadonlyMap<string, Draw> = new Map([
  ["dice", hundredthsDraw(rollHundredths)],
  ["limbo", hundredthsDraw(resultHundredths)],
]);
