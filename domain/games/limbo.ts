import { soleFloat } from "#domain/fairness/draw.ts";
import type { Game } from "#domain/games/game.ts";
import { formatHundredths } from "#domain/games/hundredths.ts";
import { integerParam, paramsObject } from "#domain/games/params.ts";
import { type Fraction, multiplyDown, ZERO } from "#domain/money/fraction.ts";

/** The multiplier to reach, in hundredths (200 is 2.00×). */
export type LimboParams = { readonly targetHundredths: number };

/** The multiplier that came, in hundredths, at least 100. */
export type LimboOutcome = { readonly resultHundredths: number };

const EDGE_BPS = 100;

/** 1.01× to 50,000×. Above 84,311× whole steps could no longer keep the return within half a percent of 99 %. */
const MIN_TARGET = 101;
const MAX_TARGET = 5_000_000;

/** The result reads the upper 24 bits of the float. */
const STEPS = 2 ** 24;
const STEP_BITS = 8;

/** STEPS · (1 − edge) · 100: what the draw divides, in hundredths. */
const SCALE = (STEPS * (10_000 - EDGE_BPS)) / 100;

/** Results start at 1.00×, which no target wins with. */
const LOWEST_RESULT = 100;

/**
 * Name a multiplier; win it when the draw reaches it.
 *
 * result = max(1, floor(2^24 / (floor(f · 2^24) + 1) · (1 − edge) · 100) / 100).
 *
 * A target t in hundredths is reached by floor(SCALE / t) of the 2^24 steps, so the return is never above
 * 99 %, and rounding to whole steps costs at most half a percent. `chance` is exact and tells.
 */
export const limbo: Game<LimboParams, LimboOutcome> = {
  id: "limbo",
  name: "Limbo",
  edgeBps: EDGE_BPS,

  parse(raw) {
    const { targetHundredths } = paramsObject("limbo", raw, ["targetHundredths"]);
    const range = { min: MIN_TARGET, max: MAX_TARGET };
    return { targetHundredths: integerParam("limbo", "targetHundredths", targetHundredths, range) };
  },

  floatsNeeded: () => 1,
  maxMultiplier: winMultiplier,
  maxPayout: (stakeMinor, params) => multiplyDown(stakeMinor, winMultiplier(params)),

  play(random, params) {
    const outcome = { resultHundredths: resultHundredths(soleFloat(random)) };
    return { outcome, multiplier: isWin(params, outcome) ? winMultiplier(params) : ZERO };
  },

  chance: ({ targetHundredths }) => ({
    numerator: BigInt(Math.floor(SCALE / targetHundredths)),
    denominator: BigInt(STEPS),
  }),

  describe(params, outcome) {
    const result = formatHundredths(outcome.resultHundredths);
    const target = formatHundredths(params.targetHundredths);
    return isWin(params, outcome)
      ? `Reached ${result}×, target ${target}×: pays ${target}×.`
      : `Reached ${result}×, below the target of ${target}×: the stake is lost.`;
  },
};

/** The result of a float u / 2^32 in hundredths. Exact: whole numbers below 2^53, one division rounded down. */
export function resultHundredths(u: number): number {
  const step = u >>> STEP_BITS;
  return Math.max(LOWEST_RESULT, Math.floor(SCALE / (step + 1)));
}

function isWin({ targetHundredths }: LimboParams, { resultHundredths }: LimboOutcome): boolean {
  return resultHundredths >= targetHundredths;
}

function winMultiplier({ targetHundredths }: LimboParams): Fraction {
  return { numerator: BigInt(targetHundredths), denominator: 100n };
}
