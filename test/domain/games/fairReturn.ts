import { expect } from "vitest";
import type { Odds } from "#domain/games/odds.ts";
import { type Fraction, ZERO } from "#domain/money/fraction.ts";

/** A ratio as a number, for the few places that compare with published figures. */
export function fraction({ numerator, denominator }: Fraction): number {
  return Number(numerator) / Number(denominator);
}

/** What comes back of all stakes in the long run: Σ chance · multiplier, exactly. */
export function returnToPlayer(odds: Odds): Fraction {
  return odds.reduce((total, { multiplier, chance }) => {
    const denominator = chance.denominator * multiplier.denominator;
    const numerator = chance.numerator * multiplier.numerator;
    if (denominator === total.denominator) return { numerator: total.numerator + numerator, denominator };
    return {
      numerator: total.numerator * denominator + numerator * total.denominator,
      denominator: total.denominator * denominator,
    };
  }, ZERO);
}

/** 1 − edge of all stakes comes back within half a percent, never more than was staked, and no chance is missing. */
export function expectFairReturn(odds: Odds, edgeBps: number): void {
  const certain = odds.map(({ chance }) => ({ chance, multiplier: { numerator: 1n, denominator: 1n } }));
  const whole = returnToPlayer(certain);
  expect(whole.numerator).toBe(whole.denominator);

  const { numerator, denominator } = returnToPlayer(odds);
  const returnBps = (numerator * 10_000n) / denominator;
  expect(numerator).toBeLessThanOrEqual(denominator);
  expect(returnBps).toBeGreaterThanOrEqual(BigInt(10_000 - edgeBps - 50));
  expect(returnBps).toBeLessThanOrEqual(BigInt(10_000 - edgeBps + 50));
}
