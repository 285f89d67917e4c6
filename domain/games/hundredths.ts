import type { Fraction } from "#domain/money/fraction.ts";

const HUNDREDTHS = 100;

/** Writes whole hundredths with their two decimals: 5050 → "50.50". */
export function formatHundredths(hundredths: number): string {
  const fraction = String(hundredths % HUNDREDTHS).padStart(2, "0");
  return `${Math.floor(hundredths / HUNDREDTHS)}.${fraction}`;
}

/** Whole hundredths as an exact ratio: 560 → 560/100. */
export function hundredthsFraction(hundredths: number): Fraction {
  return { numerator: BigInt(hundredths), denominator: BigInt(HUNDREDTHS) };
}

/** A published multiplier in hundredths: 5.6 → 560. Multipliers have at most two decimals, so rounding is exact. */
export function toHundredths(multiplier: number): number {
  return Math.round(multiplier * HUNDREDTHS);
}
