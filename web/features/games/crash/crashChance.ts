import type { Fraction } from "#domain/money/fraction.ts";

/** The draw is one of 2^52 equally likely numbers. */
const DRAWS = 2n ** 52n;

/**
 * The exact chance that a round goes on to at least this multiplier, in hundredths above 100: the rules' own figure
 * (a test compares the two) without the hash functions that decide a round, which this page does not need.
 */
export function crashChance(hundredths: number, edgeBps: number): Fraction {
  return { numerator: (BigInt(10_000 - edgeBps) * DRAWS) / (100n * BigInt(hundredths)), denominator: DRAWS };
}
