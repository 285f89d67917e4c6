import { FairhouseError, invariant } from "#domain/errors.ts";

/** The largest amount of minor units: what a signed 64-bit column holds. */
export const MAX_AMOUNT_MINOR = 2n ** 63n - 1n;

/** More digits than any amount has; longer text is refused before it is turned into a number. */
const MAX_AMOUNT_CHARACTERS = 40;

const WHOLE_NUMBER = /^(?:0|[1-9][0-9]*)$/;
const DECIMAL_NUMBER = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

/**
 * Reads minor units as they travel in JSON: a decimal string of an integer in 0 … 2^63 − 1.
 *
 * @throws AmountInvalid on a sign, a fraction, an exponent, leading zeros, spaces or anything else
 * @throws AmountTooLarge above 2^63 − 1
 */
export function parseMinor(text: string): bigint {
  if (text.length > MAX_AMOUNT_CHARACTERS || !WHOLE_NUMBER.test(text)) throw new AmountInvalid(text);
  return withinRange(BigInt(text));
}

/**
 * Reads an amount that a person typed, such as "0.05", into minor units. Exact: nothing is rounded.
 *
 * @param decimals how many decimals of the major unit one minor unit is (9 for BNB in gwei)
 * @throws AmountInvalid when the text is not plain digits with at most one decimal point inside
 * @throws AmountTooPrecise with more decimals than the currency has
 * @throws AmountTooLarge above 2^63 − 1 minor units
 */
export function parseMajor(text: string, decimals: number): bigint {
  const match = text.length > MAX_AMOUNT_CHARACTERS ? null : DECIMAL_NUMBER.exec(text);
  if (match === null) throw new AmountInvalid(text);
  const [, whole = "0", fraction = ""] = match;
  if (fraction.length > decimals) throw new AmountTooPrecise(text, decimals);
  return withinRange(BigInt(whole + fraction.padEnd(decimals, "0")));
}

/** Writes minor units in the major unit, exactly and without trailing zeros: (50_000_000n, 9) → "0.05". */
export function formatMajor(minor: bigint, decimals: number): string {
  const sign = minor < 0n ? "-" : "";
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return fraction === "" ? sign + whole : `${sign}${whole}.${fraction}`;
}

/** `a · numerator / denominator`, rounded down. All three are non-negative, the denominator positive. */
export function mulDivDown(a: bigint, numerator: bigint, denominator: bigint): bigint {
  invariant(a >= 0n && numerator >= 0n && denominator > 0n, "mulDivDown takes non-negative amounts");
  return (a * numerator) / denominator;
}

/** The text is not an amount in the form asked for. */
export class AmountInvalid extends FairhouseError {
  readonly code = "AMOUNT_INVALID";
  readonly text: string;

  constructor(text: string) {
    const shown = text.slice(0, MAX_AMOUNT_CHARACTERS);
    super(`"${shown}" is not an amount: write digits only, without sign, exponent or leading zeros.`);
    this.text = shown;
  }
}

/** The amount is above what the books can hold. */
export class AmountTooLarge extends FairhouseError {
  readonly code = "AMOUNT_TOO_LARGE";
  readonly amountMinor: bigint;

  constructor(amountMinor: bigint) {
    super(`${amountMinor} minor units are too many: the largest amount is ${MAX_AMOUNT_MINOR}.`);
    this.amountMinor = amountMinor;
  }
}

/** The amount has more decimals than its currency. */
export class AmountTooPrecise extends FairhouseError {
  readonly code = "AMOUNT_TOO_PRECISE";
  readonly text: string;
  readonly decimals: number;

  constructor(text: string, decimals: number) {
    super(`"${text}" is too precise: this currency has ${decimals} decimals.`);
    this.text = text;
    this.decimals = decimals;
  }
}

function withinRange(minor: bigint): bigint {
  if (minor > MAX_AMOUNT_MINOR) throw new AmountTooLarge(minor);
  return minor;
}
