import { drawIndex, FLOAT_SPAN, soleFloat } from "#domain/fairness/draw.ts";
import type { Game } from "#domain/games/game.ts";
import { formatHundredths } from "#domain/games/hundredths.ts";
import { GameParamsInvalid, integerParam, paramsObject } from "#domain/games/params.ts";
import { type Fraction, formatFractionDown, multiplyDown, ZERO } from "#domain/money/fraction.ts";

/** Which side of the target wins; the target itself always loses. */
export type DiceDirection = "over" | "under";

/** The target in hundredths (5000 is 50.00). */
export type DiceParams = { readonly targetHundredths: number; readonly direction: DiceDirection };

/** The roll in hundredths, 0 … 10000. */
export type DiceOutcome = { readonly rollHundredths: number };

/** Rolls are 0.00, 0.01 … 100.00. */
const ROLLS = 10_001;
const HIGHEST_ROLL = ROLLS - 1;

const EDGE_BPS = 100;

/** Win chances on offer, in hundredths of a percent: 0.01 % to 98 %. Above, a win would pay back hardly a stake. */
const MIN_CHANCE = 1;
const MAX_CHANCE = 9_800;

/**
 * Guess on which side of a target a roll of 0.00 … 100.00 lands.
 *
 * roll = floor(f · 10001) / 100; a win pays (100 − 100 · edge) / chance, the chance in percent being
 * 100 − target for "over" and target for "under". Over all rolls 9900 / 10001 of the stakes come back.
 */
export const dice: Game<DiceParams, DiceOutcome> = {
  id: "dice",
  name: "Dice",
  edgeBps: EDGE_BPS,

  parse(raw) {
    const { targetHundredths, direction } = paramsObject("dice", raw, ["targetHundredths", "direction"]);
    if (direction !== "over" && direction !== "under") {
      throw new GameParamsInvalid("dice", "direction", 'must be "over" or "under"');
    }
    const range =
      direction === "over"
        ? { min: HIGHEST_ROLL - MAX_CHANCE, max: HIGHEST_ROLL - MIN_CHANCE }
        : { min: MIN_CHANCE, max: MAX_CHANCE };
    return { targetHundredths: integerParam("dice", "targetHundredths", targetHundredths, range), direction };
  },

  floatsNeeded: () => 1,
  maxMultiplier: winMultiplier,
  maxPayout: (stakeMinor, params) => multiplyDown(stakeMinor, winMultiplier(params)),

  play(random, params) {
    const outcome = { rollHundredths: rollHundredths(soleFloat(random)) };
    return { outcome, multiplier: isWin(params, outcome) ? winMultiplier(params) : ZERO };
  },

  chance(params) {
    const { targetHundredths, direction } = params;
    const winners =
      direction === "under" ? floatsBelow(targetHundredths) : FLOAT_SPAN - floatsBelow(targetHundredths + 1);
    return { numerator: BigInt(winners), denominator: BigInt(FLOAT_SPAN) };
  },

  describe(params, outcome) {
    const roll = formatHundredths(outcome.rollHundredths);
    const guess = `${params.direction} ${formatHundredths(params.targetHundredths)}`;
    if (!isWin(params, outcome)) return `Rolled ${roll}, not ${guess}: the stake is lost.`;
    return `Rolled ${roll}, ${guess}: pays ${formatFractionDown(winMultiplier(params), 4)}×.`;
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
function winMultiplier({ targetHundredths, direction }: DiceParams): Fraction {
  const chance = direction === "over" ? HIGHEST_ROLL - targetHundredths : targetHundredths;
  return { numerator: BigInt(10_000 - EDGE_BPS), denominator: BigInt(chance) };
}

/** How many of the 2^32 floats roll less than `roll`. */
function floatsBelow(roll: number): number {
  return Math.ceil((roll * FLOAT_SPAN) / ROLLS);
}
