import { FairhouseError, invariant } from "#domain/errors.ts";
import { mulDivDown } from "#domain/money/amount.ts";
import { type Fraction, multiplyDown } from "#domain/money/fraction.ts";

/** What one bet puts at risk. Amounts in minor units. */
export type Risk = {
  readonly stakeMinor: bigint;
  /** The highest multiplier that the bet can reach. */
  readonly maxMultiplier: Fraction;
  readonly bankrollMinor: bigint;
  /** The share of the bankroll that one bet may win, in hundredths of a percent. */
  readonly riskBps: number;
};

/** The most that one bet may win beyond its stake: bankroll · riskBps / 10,000, rounded down; 0 without bankroll. */
export function maxProfitDown(bankrollMinor: bigint, riskBps: number): bigint {
  if (bankrollMinor <= 0n) return 0n;
  return mulDivDown(bankrollMinor, BigInt(riskBps), 10_000n);
}

/** Lets a bet pass whose highest payout less its stake stays within the risk limit. @throws MaxRiskExceeded */
export function checkMaxRisk({ stakeMinor, maxMultiplier, bankrollMinor, riskBps }: Risk): void {
  const allowedMinor = maxProfitDown(bankrollMinor, riskBps);
  const profitMinor = multiplyDown(stakeMinor, maxMultiplier) - stakeMinor;
  if (profitMinor <= allowedMinor) return;
  throw new MaxRiskExceeded(profitMinor, allowedMinor, maxStakeWithin(allowedMinor, maxMultiplier));
}

/**
 * The largest stake s with floor(s · n/d) − s ≤ profit. As s is whole, that is s · (n − d) < (profit + 1) · d,
 * hence the division rounded up, less one. Only a multiplier above 1 can exceed a limit.
 */
function maxStakeWithin(profitMinor: bigint, { numerator, denominator }: Fraction): bigint {
  const gain = numerator - denominator;
  invariant(gain > 0n, "only a multiplier above 1 risks the bankroll");
  return ((profitMinor + 1n) * denominator - 1n) / gain;
}

/** The bet could win more than the house risks on one bet. */
export class MaxRiskExceeded extends FairhouseError {
  readonly code = "MAX_RISK_EXCEEDED";
  readonly profitMinor: bigint;
  readonly maxProfitMinor: bigint;
  /** The largest stake that passes with the same parameters; 0 when none does. */
  readonly maxStakeMinor: bigint;

  constructor(profitMinor: bigint, maxProfitMinor: bigint, maxStakeMinor: bigint) {
    super(
      `This bet could win ${profitMinor} minor units, and one bet may win at most ${maxProfitMinor}: ` +
        `stake at most ${maxStakeMinor}.`,
    );
    this.profitMinor = profitMinor;
    this.maxProfitMinor = maxProfitMinor;
    this.maxStakeMinor = maxStakeMinor;
  }
}
