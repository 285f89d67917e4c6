import { soleFloat } from "#domain/fairness/draw.ts";
import type { InstantGame } from "#domain/games/game.ts";
import { formatHundredths, hundredthsFraction } from "#domain/games/hundredths.ts";
import { allOrNothing } from "#domain/games/odds.ts";
import { integer } from "#domain/games/paramFields.ts";
import { paramsOf } from "#domain/games/params.ts";
import { ZERO } from "#domain/money/fraction.ts";

/** The multiplier to reach, in hundredths (200 is 2.00×). */
export type LimboParams = { readonly targetHundredths: number };

/** The multiplier that came, in hundredths, at least 100. */
export type LimboOutcome = { readonly resultHundredths: number };

/**
 * 1.01× to 50,000×. A target costs its players up to target / (100 · 2^24) by whole steps: here at most 0.3 %, and
 * above 83,886× it would be more than half a percent.
 */
const MIN_TARGET = 101;
const MAX_TARGET = 5_000_000;

/** The result reads the upper 24 bits of the float. */
const STEPS = 2 ** 24;
const STEP_BITS = 8;

/** Results start at 1.00×, which no target wins with. */
const LOWEST_RESULT = 100;

const params = paramsOf("limbo", {
  targetHundredths: integer({
    min: MIN_TARGET,
    max: MAX_TARGET,
    description: "the multiplier to reach; 200 is 2.00×",
  }),
});

/**
 * Name a multiplier; win it when the draw reaches it.
 *
 * result = max(1, floor(2^24 / (floor(f · 2^24) + 1) · (1 − edge) · 100) / 100).
 *
 * A target of t hundredths is reached by floor(2^24 · 100 · (1 − edge) / t) of the 2^24 steps, so the return is
 * never above 1 − edge.
 */
export const limbo: InstantGame<LimboParams, LimboOutcome> = {
  kind: "instant",
  id: "limbo",
  name: "Limbo",
  rulesVersion: 1,
  edge: { minBps: 10, maxBps: 500, defaultBps: 100 },
  paytable: null,
  ...params,

  floatsNeeded: () => 1,
  maxMultiplier: ({ targetHundredths }) => hundredthsFraction(targetHundredths),

  play(random, params, edgeBps) {
    const outcome = { resultHundredths: resultHundredths(soleFloat(random), edgeBps) };
    const multiplier = isWin(params, outcome) ? hundredthsFraction(params.targetHundredths) : ZERO;
    return { outcome, multiplier };
  },

  odds({ targetHundredths }, edgeBps) {
    const winners = scaledDown(targetHundredths, edgeBps);
    const chance = { numerator: BigInt(winners), denominator: BigInt(STEPS) };
    return allOrNothing(hundredthsFraction(targetHundredths), chance);
  },

  draw: {
    floatsNeeded: () => 1,
    outcome: (random, _, edgeBps) => resultHundredths(soleFloat(random), edgeBps) / 100,
  },

  describe(params, { outcome }) {
    const result = formatHundredths(outcome.resultHundredths);
    const target = formatHundredths(params.targetHundredths);
    return isWin(params, outcome)
      ? `Reached ${result}×, target ${target}×: pays ${target}×.`
      : `Reached ${result}×, below the target of ${target}×: the stake is lost.`;
  },
};

/** The result of a float u / 2^32 in hundredths, at an edge in hundredths of a percent. */
export function resultHundredths(u: number, edgeBps: number): number {
  const step = u >>> STEP_BITS;
  return Math.max(LOWEST_RESULT, scaledDown(step + 1, edgeBps));
}

/**
 * floor(2^24 · 100 · (1 − edge) / divisor). Exact: both sides are whole numbers below 2^53, so that a quotient
 * which is not whole is further from the next whole number than the division can err.
 */
function scaledDown(divisor: number, edgeBps: number): number {
  return Math.floor((STEPS * (10_000 - edgeBps)) / (100 * divisor));
}

function isWin({ targetHundredths }: LimboParams, { resultHundredths }: LimboOutcome): boolean {
  return resultHundredths >= targetHundredths;
}
