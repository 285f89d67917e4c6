import { invariant } from "#domain/errors.ts";
import { drawIndex, soleFloat } from "#domain/fairness/draw.ts";
import type { InstantGame } from "#domain/games/game.ts";
import { hundredthsFraction } from "#domain/games/hundredths.ts";
import { choice } from "#domain/games/paramFields.ts";
import { paramsOf } from "#domain/games/params.ts";
import { payWords } from "#domain/games/payWords.ts";
import {
  WHEEL_RISKS,
  WHEEL_SIZES,
  type WheelRisk,
  type WheelSize,
  wheelPaytable,
} from "#domain/games/wheel/segments.ts";
import { type Fraction, ZERO } from "#domain/money/fraction.ts";

export type WheelParams = { readonly segments: WheelSize; readonly risk: WheelRisk };

/** The segment at which the wheel stopped, from 0. */
export type WheelOutcome = { readonly index: number };

const params = paramsOf("wheel", {
  segments: choice(WHEEL_SIZES, "how many segments the wheel has"),
  risk: choice(WHEEL_RISKS, "how much fewer segments win, and how much more"),
});

/** The paytable as ratios, made once, so that a bet only looks its multiplier up. */
const multipliers: Readonly<Record<WheelRisk, readonly (readonly Fraction[])[]>> = {
  low: wheelPaytable.low.map(asFractions),
  medium: wheelPaytable.medium.map(asFractions),
  high: wheelPaytable.high.map(asFractions),
};

/** A wheel of equal segments stops at one of them, and pays what stands there: index = floor(f · segments). */
export const wheel: InstantGame<WheelParams, WheelOutcome> = {
  kind: "instant",
  id: "wheel",
  name: "Wheel",
  rulesVersion: 1,
  edge: { minBps: 100, maxBps: 100, defaultBps: 100 },
  paytable: wheelPaytable,
  ...params,

  floatsNeeded: () => 1,
  maxMultiplier: (params) => segmentsOf(params).reduce(higher, ZERO),

  play(random, params) {
    const index = drawIndex(soleFloat(random), params.segments);
    const multiplier = segmentsOf(params)[index];
    invariant(multiplier !== undefined, "a wheel stops at one of its segments");
    return { outcome: { index }, multiplier };
  },

  odds: (params) =>
    segmentsOf(params).map((multiplier) => ({
      multiplier,
      chance: { numerator: 1n, denominator: BigInt(params.segments) },
    })),

  draw: {
    floatsNeeded: () => 1,
    outcome: (random, { segments, risk }) =>
      drawIndex(soleFloat(random), params.parse({ segments, risk }).segments),
  },

  describe: ({ segments }, { outcome, multiplier }) =>
    `Stopped at segment ${outcome.index + 1} of ${segments}: ${payWords(multiplier)}.`,
};

function segmentsOf({ segments, risk }: WheelParams): readonly Fraction[] {
  const found = multipliers[risk][WHEEL_SIZES.indexOf(segments)];
  invariant(found !== undefined, "there is a wheel of every size");
  return found;
}

/** The higher of two ratios of hundredths. */
function higher(a: Fraction, b: Fraction): Fraction {
  return b.numerator * a.denominator > a.numerator * b.denominator ? b : a;
}

function asFractions(segments: readonly number[]): readonly Fraction[] {
  return segments.map(hundredthsFraction);
}
