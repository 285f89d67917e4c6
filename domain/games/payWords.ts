import { type Fraction, formatFractionDown } from "#domain/money/fraction.ts";

const DECIMALS = 4;

/** How a bet ended, as the end of a sentence: "pays 1.98×" or "the stake is lost". */
export function payWords(multiplier: Fraction): string {
  return multiplier.numerator === 0n
    ? "the stake is lost"
    : `pays ${formatFractionDown(multiplier, DECIMALS)}×`;
}
