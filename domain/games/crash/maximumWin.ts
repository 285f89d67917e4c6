import { invariant } from "#domain/errors.ts";
import { LOWEST_CASH_OUT } from "#domain/games/crash/cashOut.ts";
import { MaxRiskExceeded } from "#domain/limits/maxRisk.ts";
import { mulDivDown } from "#domain/money/amount.ts";

/** A bet as the house's risk sees it. */
export type RiskedBet = {
  readonly stakeMinor: bigint;
  /** Where the bet is cashed out at the latest, in hundredths. */
  readonly exitHundredths: number;
};

/** What a cash-out pays: stake · multiplier, rounded down to the minor unit. The multiplier in hundredths. */
export function payoutDown(stakeMinor: bigint, hundredths: number): bigint {
  return mulDivDown(stakeMinor, BigInt(hundredths), 100n);
}

/**
 * The highest multiplier at which a bet wins no more than it may, at most the ceiling. There the bet is cashed out, so
 * that a small stake can ride as high as a large one is allowed to win.
 *
 * floor(s · x / 100) − s ≤ profit just when s · (x − 100) < 100 · (profit + 1).
 *
 * @throws MaxRiskExceeded when even 1.01× would win more
 */
export function highestCashOut({
  stakeMinor,
  maxProfitMinor,
  ceilingHundredths,
}: {
  readonly stakeMinor: bigint;
  readonly maxProfitMinor: bigint;
  readonly ceilingHundredths: number;
}): number {
  invariant(stakeMinor > 0n, "a stake is above zero");
  const gain = (100n * (maxProfitMinor + 1n) - 1n) / stakeMinor;
  const highest = gain >= BigInt(ceilingHundredths) ? ceilingHundredths : 100 + Number(gain);
  if (highest >= LOWEST_CASH_OUT) return Math.min(highest, ceilingHundredths);
  const profitMinor = payoutDown(stakeMinor, LOWEST_CASH_OUT) - stakeMinor;
  throw new MaxRiskExceeded(profitMinor, maxProfitMinor, 100n * (maxProfitMinor + 1n) - 1n);
}

/**
 * The highest multiplier to which a whole round may go, at least 1.01×: there all who are left are cashed out. Up to
 * it, the bets together win no more than the house risks on one round, even if nobody cashes out earlier.
 */
export function roundCeiling(
  bets: readonly RiskedBet[],
  {
    maxProfitMinor,
    ceilingHundredths,
  }: { readonly maxProfitMinor: bigint; readonly ceilingHundredths: number },
): number {
  let low = LOWEST_CASH_OUT;
  let high = ceilingHundredths;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (profitAt(bets, middle) <= maxProfitMinor) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The most that a round's stakes may be: at 1.01× they win a hundredth of themselves. */
export function maxStakedDown(maxProfitMinor: bigint): bigint {
  return 100n * maxProfitMinor;
}

function profitAt(bets: readonly RiskedBet[], hundredths: number): bigint {
  let profitMinor = 0n;
  for (const { stakeMinor, exitHundredths } of bets) {
    profitMinor += payoutDown(stakeMinor, Math.min(exitHundredths, hundredths)) - stakeMinor;
  }
  return profitMinor;
}
