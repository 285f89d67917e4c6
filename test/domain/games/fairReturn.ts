import { expect } from "vitest";
import { type Odds, returnToPlayer } from "#domain/games/odds.ts";
import type { Fraction } from "#domain/money/fraction.ts";

/** A ratio as a number, for the few places that compare with published figures. */
export function fraction({ numerator, denominator }: Fraction): number {
  return Number(numerator) / Number(denominator);
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
