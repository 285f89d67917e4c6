import type { BetView } from "#domain/api/casino.ts";
import { type Fraction, formatFractionDown } from "#domain/money/fraction.ts";

const MULTIPLIER_DECIMALS = 4;

/** As much of a bet as its figures follow from. */
export type FiguredBet = Pick<BetView, "stake" | "payout" | "multiplier">;

export type BetFigures = {
  /** True when more than the stake came back. */
  readonly isWin: boolean;
  /** Payout less stake, in minor units. */
  readonly netMinor: bigint;
  /** What the stake was multiplied by, e.g. "1.98×". */
  readonly multiplier: string;
};

export function betFigures({ stake, payout, multiplier }: FiguredBet): BetFigures {
  const fraction = {
    numerator: BigInt(multiplier.numerator),
    denominator: BigInt(multiplier.denominator),
  };
  return {
    isWin: fraction.numerator > fraction.denominator,
    netMinor: BigInt(payout) - BigInt(stake),
    multiplier: multiplierText(fraction),
  };
}

/** A multiplier for people, with at least two decimals: 99/50 → "1.98×", 2/1 → "2.00×". */
export function multiplierText(multiplier: Fraction): string {
  const [whole = "0", decimals = ""] = formatFractionDown(multiplier, MULTIPLIER_DECIMALS).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${decimals.padEnd(2, "0")}×`;
}
