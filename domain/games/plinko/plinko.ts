import { invariant } from "#domain/errors.ts";
import { combinations } from "#domain/games/combinations.ts";
import type { InstantGame } from "#domain/games/game.ts";
import { hundredthsFraction } from "#domain/games/hundredths.ts";
import { choice, integer } from "#domain/games/paramFields.ts";
import { paramsOf } from "#domain/games/params.ts";
import { payWords } from "#domain/games/payWords.ts";
import {
  MAX_ROWS,
  MIN_ROWS,
  PLINKO_RISKS,
  type PlinkoRisk,
  plinkoPaytable,
} from "#domain/games/plinko/paytable.ts";
import type { Fraction } from "#domain/money/fraction.ts";

export type PlinkoParams = { readonly rows: number; readonly risk: PlinkoRisk };

/** Where the ball went at each row, 0 for left and 1 for right, and the slot that it fell into: their sum. */
export type PlinkoOutcome = { readonly path: readonly number[]; readonly slot: number };

/** The upper half of all floats goes right: floor(f · 2) is the highest of the float's 32 bits. */
const DIRECTION_BIT = 31;

const params = paramsOf("plinko", {
  rows: integer({ min: MIN_ROWS, max: MAX_ROWS, description: "rows of pins" }),
  risk: choice(PLINKO_RISKS, "how much more the outer slots pay than the inner ones"),
});

/** The paytable as ratios, made once, so that a bet only looks its multiplier up. */
const multipliers: Readonly<Record<PlinkoRisk, readonly (readonly Fraction[])[]>> = {
  low: plinkoPaytable.low.map(asFractions),
  medium: plinkoPaytable.medium.map(asFractions),
  high: plinkoPaytable.high.map(asFractions),
};

/** A ball falls through rows of pins, left or right at each with equal chance, into the slot that it pays. */
export const plinko: InstantGame<PlinkoParams, PlinkoOutcome> = {
  kind: "instant",
  id: "plinko",
  name: "Plinko",
  rulesVersion: 1,
  edge: { minBps: 100, maxBps: 100, defaultBps: 100 },
  paytable: plinkoPaytable,
  ...params,

  floatsNeeded: ({ rows }) => rows,
  // The outermost slot pays the most in every table.
  maxMultiplier: (params) => multiplierOf(params, 0),

  play(random, params) {
    const outcome = fall(random);
    return { outcome, multiplier: multiplierOf(params, outcome.slot) };
  },

  odds: ({ rows, risk }) =>
    slotsOf({ rows, risk }).map((multiplier, slot) => ({
      multiplier,
      chance: { numerator: combinations(rows, slot), denominator: 2n ** BigInt(rows) },
    })),

  draw: {
    floatsNeeded: ({ rows, risk }) => params.parse({ rows, risk }).rows,
    outcome(random, { rows, risk }) {
      const read = params.parse({ rows, risk });
      const { path, slot } = fall(random);
      const hundredths = plinkoPaytable[read.risk][read.rows - MIN_ROWS]?.[slot] ?? 0;
      return { path, slot, multiplier: hundredths / 100 };
    },
  },

  describe: ({ rows }, { outcome, multiplier }) =>
    `Fell into slot ${outcome.slot + 1} of ${rows + 1}: ${payWords(multiplier)}.`,
};

function fall(random: readonly number[]): PlinkoOutcome {
  const path = random.map((u) => u >>> DIRECTION_BIT);
  return { path, slot: path.reduce((sum, direction) => sum + direction, 0) };
}

function slotsOf({ rows, risk }: PlinkoParams): readonly Fraction[] {
  const slots = multipliers[risk][rows - MIN_ROWS];
  invariant(slots !== undefined, "there is a table for every number of rows");
  return slots;
}

function multiplierOf(params: PlinkoParams, slot: number): Fraction {
  const multiplier = slotsOf(params)[slot];
  invariant(multiplier !== undefined, "a ball falls into one of the slots");
  return multiplier;
}

function asFractions(slots: readonly number[]): readonly Fraction[] {
  return slots.map(hundredthsFraction);
}
