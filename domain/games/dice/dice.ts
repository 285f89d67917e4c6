import { drawIndex, FLOAT_SPAN, soleFloat } from "#domain/fairness/draw.ts";
import type { InstantGame } from "#domain/games/game.ts";
import { formatHundredths } from "#domain/games/hundredths.ts";
import { allOrNothing } from "#domain/games/odds.ts";
import { integer } from "#domain/games/paramFields.ts";
import { paramsOfEither } from "#domain/games/params.ts";
import { type Fraction, formatFractionDown, ZERO } from "#domain/money/fraction.ts";

/** Which side of the target wins; the target itself always loses. */
export type DiceDirection = "over" | "under";

/** The target in hundredths (5000 is 50.00). */
export type DiceParams = { readonly targetHundredths: number; readonly direction: DiceDirection };

/** The roll in hundredths, 0 … 10000. */
export type DiceOutcome = { readonly rollHundredths: number };

/** Rolls are 0.00, 0.01 … 100.00. */
const ROLLS = 10_001;
const HIGHEST_ROLL = ROLLS - 1;

/** Win chances on offer, in hundredths of a percent: 0.01 % to 98 %. Above, a win would pay back hardly a stake. */
const MIN_CHANCE = 1;
const MAX_CHANCE = 9_800;

const params = paramsOfEither("dice", "direction", {
  over: {
    targetHundredths: integer({
      min: HIGHEST_ROLL - MAX_CHANCE,
      max: HIGHEST_ROLL - MIN_CHANCE,
      description: "wins above this roll; 5050 is 50.50",
    }),
  },
  under: {
    targetHundredths: integer({
      min: MIN_CHANCE,
      max: MAX_CHANCE,
      description: "wins below this roll; 5050 is 50.50",
    }),
  },
});

/**
 * Guess on which side of a target a roll of 0.00 … 100.00 lands.
 *
 * roll = floor(f · 10001) / 100; a win pays (100 − 100 · edge) / chance, the chance in percent being
 * 100 − target for "over" and target for "under". Over all rolls (1 − edge) · 10000 / 10001 of the stakes come back.
 */
export const dice: InstantGame<DiceParams, DiceOutcome> = {
  kind: "instant",
  id: "dice",
  name: "Dice",
  rulesVersion: 1,
  edge: { minBps: 10, maxBps: 500, defaultBps: 100 },
  paytable: null,
  ...params,

  floatsNeeded: () => 1,
  maxMultiplier: winMultiplier,

  play(random, params, edgeBps) {
    const outcome = { rollHundredths: rollHundredths(soleFloat(random)) };
    return { outcome, multiplier: isWin(params, outcome) ? winMultiplier(params, edgeBps) : ZERO };
  },

  odds(params, edgeBps) {
    const { targetHundredths, direction } = params;
    const winners =
      direction === "under" ? floatsBelow(targetHundredths) : FLOAT_SPAN - floatsBelow(targetHundredths + 1);
    const chance = { numerator: BigInt(winners), denominator: BigInt(FLOAT_SPAN) };
    return allOrNothing(winMultiplier(params, edgeBps), chance);
  },

  draw: {
    floatsNeeded: () => 1,
    outcome: (random) => rollHundredths(soleFloat(random)) / 100,
  },

  describe(params, { outcome, multiplier }) {
    const roll = formatHundredths(outcome.rollHundredths);
    const guess = `${params.direction} ${formatHundredths(params.targetHundredths)}`;
    if (!isWin(params, outcome)) return `Rolled ${roll}, not ${guess}: the stake is lost.`;
    return `Rolled ${roll}, ${guess}: pays ${formatFractionDown(multiplier, 4)}×.`;
  },
};

/** The roll of a float u / 2^32 in hundredths: floor(f · 10001). */
export function rollHundredths(u: number): number {
  return drawIndex(u, ROLLS);
}

function isWin({ targetHundredths, direction }: DiceParams, outcome: DiceOutcome): boolean {
  return direction === "over"
    ? outcome.rollHundredths > targetHundredths
    : outcome.rollHundredths < targetHundredths;
}

/** (10000 − edge) / chance, both in hundredths of a percent. */
function winMultiplier({ targetHundredths, direction }: DiceParams, edgeBps: number): Fraction {
  const chance = direction === "over" ? HIGHEST_ROLL - targetHundredths : targetHundredths;
  return { numerator: BigInt(10_000 - edgeBps), denominator: BigInt(chance) };
}

/** How many of the 2^32 floats roll less than `roll`. */
function floatsBelow(roll: number): number {
  return Math.ceil((roll * FLOAT_SPAN) / ROLLS);
}
