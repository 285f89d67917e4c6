import { type LimboParams, limbo } from "#domain/games/limbo/limbo.ts";
import { winChance } from "#domain/games/odds.ts";
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
export function chanceOf(params: LimboParams, edgeBps: number): number {
  return Number(multiplyDown(CHANCE_SCALE, winChance(limbo.odds(params, edgeBps))));
}

/**
 * The target with about the chance asked for: what comes back is nearly the same for every target, so chance and
 * target are in inverse proportion. The rules then tell the exact chance.
 */
export function targetWithChance(chance: number, edgeBps: number): number {
  const doubled = { targetHundredths: 200 };
  return Math.round((chanceOf(doubled, edgeBps) * doubled.targetHundredths) / Math.max(1, chance));
}
