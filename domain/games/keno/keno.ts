import { invariant } from "#domain/errors.ts";
import { pickKofN } from "#domain/fairness/draw.ts";
import { combinations } from "#domain/games/combinations.ts";
import type { InstantGame } from "#domain/games/game.ts";
import { hundredthsFraction } from "#domain/games/hundredths.ts";
import {
  KENO_RISKS,
  type KenoRisk,
  kenoPaytable,
  MAX_PICKS,
  MIN_PICKS,
} from "#domain/games/keno/paytable.ts";
import { choice, integerSet } from "#domain/games/paramFields.ts";
import { paramsOf } from "#domain/games/params.ts";
import { payWords } from "#domain/games/payWords.ts";
import type { Fraction } from "#domain/money/fraction.ts";

/** The numbers picked, 0 … 39 and ascending; players see them as 1 … 40. */
export type KenoParams = { readonly picks: readonly number[]; readonly risk: KenoRisk };

/** The ten numbers drawn, 0 … 39, ascending. */
export type KenoOutcome = { readonly hits: readonly number[] };

export const KENO_NUMBERS = 40;
const KENO_DRAWN = 10;

const params = paramsOf("keno", {
  picks: integerSet({
    min: 0,
    max: KENO_NUMBERS - 1,
    minItems: MIN_PICKS,
    maxItems: MAX_PICKS,
    description: "the numbers picked; 0 is the one that players see as 1",
  }),
  risk: choice(KENO_RISKS, "how much more many hits pay than few"),
});

/** The paytable as ratios, made once, so that a bet only looks its multiplier up. */
const multipliers: Readonly<Record<KenoRisk, readonly (readonly Fraction[])[]>> = {
  classic: kenoPaytable.classic.map(asFractions),
  low: kenoPaytable.low.map(asFractions),
  medium: kenoPaytable.medium.map(asFractions),
  high: kenoPaytable.high.map(asFractions),
};

/** Pick up to ten of forty numbers; ten different ones are drawn, and the more of yours among them, the more it pays. */
export const keno: InstantGame<KenoParams, KenoOutcome> = {
  kind: "instant",
  id: "keno",
  name: "Keno",
  rulesVersion: 1,
  edge: { minBps: 100, maxBps: 100, defaultBps: 100 },
  paytable: kenoPaytable,
  ...params,

  floatsNeeded: () => KENO_DRAWN,
  // As many hits as picks pay the most in every line of the tables.
  maxMultiplier: (params) => multiplierOf(params, params.picks.length),

  play(random, params) {
    const hits = drawn(random);
    return { outcome: { hits }, multiplier: multiplierOf(params, countHits(params.picks, hits)) };
  },

  odds: ({ picks, risk }) =>
    lineOf(picks.length, risk).map((multiplier, hits) => ({
      multiplier,
      chance: {
        numerator:
          combinations(picks.length, hits) * combinations(KENO_NUMBERS - picks.length, KENO_DRAWN - hits),
        denominator: combinations(KENO_NUMBERS, KENO_DRAWN),
      },
    })),

  draw: {
    floatsNeeded: () => KENO_DRAWN,
    outcome: (random) => ({ hits: drawn(random) }),
  },

  describe({ picks }, { outcome, multiplier }) {
    const hits = countHits(picks, outcome.hits);
    return `${hits} of ${picks.length} picked ${picks.length === 1 ? "number was" : "numbers were"} drawn: ${payWords(multiplier)}.`;
  },
};

/** How many of the numbers picked were drawn. */
export function countHits(picks: readonly number[], hits: readonly number[]): number {
  return picks.reduce((count, pick) => (hits.includes(pick) ? count + 1 : count), 0);
}

function drawn(random: readonly number[]): number[] {
  return pickKofN(random, KENO_NUMBERS).sort((a, b) => a - b);
}

function lineOf(picks: number, risk: KenoRisk): readonly Fraction[] {
  const line = multipliers[risk][picks - MIN_PICKS];
  invariant(line !== undefined, "there is a line for every number of picks");
  return line;
}

function multiplierOf({ picks, risk }: KenoParams, hits: number): Fraction {
  const multiplier = lineOf(picks.length, risk)[hits];
  invariant(multiplier !== undefined, "there are no more hits than picks");
  return multiplier;
}

function asFractions(line: readonly number[]): readonly Fraction[] {
  return line.map(hundredthsFraction);
}
