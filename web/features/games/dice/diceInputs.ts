import { type DiceDirection, type DiceParams, dice } from "#domain/games/dice/dice.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";

/** The scale of rolls and of chances, in hundredths: 0.00 to 100.00. */
export const SCALE_END = 10_000;

/** The targets that the rules accept for a direction, found by asking them. Hundredths. */
export type TargetRange = { readonly min: number; readonly max: number };

const ranges = new Map<DiceDirection, TargetRange>();

export function targetRange(direction: DiceDirection): TargetRange {
  const known = ranges.get(direction);
  if (known !== undefined) return known;
  let min = 0;
  while (!accepts({ targetHundredths: min, direction })) min += 1;
  let max = SCALE_END;
  while (!accepts({ targetHundredths: max, direction })) max -= 1;
  const found = { min, max };
  ranges.set(direction, found);
  return found;
}

/** The nearest target that the rules accept. */
export function clampTarget(targetHundredths: number, direction: DiceDirection): DiceParams {
  const { min, max } = targetRange(direction);
  return { targetHundredths: Math.min(max, Math.max(min, Math.round(targetHundredths))), direction };
}

/** How much of the scale wins, in hundredths of a percent. */
export function chanceHundredths({ targetHundredths, direction }: DiceParams): number {
  return direction === "over" ? SCALE_END - targetHundredths : targetHundredths;
}

export function withChance(chance: number, direction: DiceDirection): DiceParams {
  return clampTarget(direction === "over" ? SCALE_END - chance : chance, direction);
}

/** The target whose multiplier comes nearest to the one asked for, in ten-thousandths (19800 is 1.98×). */
export function withMultiplier(
  tenThousandths: number,
  direction: DiceDirection,
  edgeBps: number,
): DiceParams {
  const { numerator, denominator } = dice.maxMultiplier(withChance(1, direction), edgeBps);
  const highest = Number((numerator * 10_000n) / denominator);
  return withChance(Math.round(highest / Math.max(1, tenThousandths)), direction);
}

/** The same chance on the other side of the scale. */
export function flipped({ targetHundredths, direction }: DiceParams): DiceParams {
  return clampTarget(SCALE_END - targetHundredths, direction === "over" ? "under" : "over");
}

function accepts(params: DiceParams): boolean {
  try {
    dice.parse(params);
    return true;
  } catch (error) {
    if (error instanceof GameParamsInvalid) return false;
    throw error;
  }
}
