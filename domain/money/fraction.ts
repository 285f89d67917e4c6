import { formatMajor, mulDivDown } from "#domain/money/amount.ts";

/** An exact, non-negative ratio, not necessarily in lowest terms; the denominator is positive. */
export type Fraction = {
  readonly numerator: bigint;
  readonly denominator: bigint;
};

/** The multiplier of a lost bet. */
export const ZERO: Fraction = { numerator: 0n, denominator: 1n };

/** `amountMinor · fraction`, rounded down to the minor unit. */
export function multiplyDown(amountMinor: bigint, fraction: Fraction): bigint {
  return mulDivDown(amountMinor, fraction.numerator, fraction.denominator);
}

/** Writes a ratio for people, rounded down, without trailing zeros: (9900/5000, 4) → "1.98". */
export function formatFractionDown(fraction: Fraction, decimals: number): string {
  return formatMajor(multiplyDown(10n ** BigInt(decimals), fraction), decimals);
}
