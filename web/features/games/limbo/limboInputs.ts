import { type LimboParams, limbo } from "#domain/games/limbo.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { multiplyDown } from "#domain/money/fraction.ts";

/** The rules' answer to a target, or null when it is out of their range. */
export function limboParams(targetHundredths: number): LimboParams | null {
  try {
    return limbo.parse({ targetHundredths });
  } catch (error) {
    if (error instanceof GameParamsInvalid) return null;
    throw error;
  }
}

/** Chances are typed and shown in millionths of a percent. */
export const CHANCE_DECIMALS = 6;
const CHANCE_SCALE = 10n ** BigInt(CHANCE_DECIMALS + 2);

/** The chance of reaching a target, in millionths of a percent, rounded down. */
export function chanceOf(params: LimboParams): number {
  return Number(multiplyDown(CHANCE_SCALE, limbo.chance(params)));
}

/**
 * The target with about the chance asked for: what comes back is nearly the same for every target, so chance and
 * target are in inverse proportion. The rules then tell the exact chance.
 */
export function targetWithChance(chance: number): number {
  const doubled = { targetHundredths: 200 };
  return Math.round((chanceOf(doubled) * doubled.targetHundredths) / Math.max(1, chance));
}
