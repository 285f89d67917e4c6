import type { Fraction } from "#domain/money/fraction.ts";

/** Which side of the card that lies open the next one is guessed to be. */
export type HiloGuess = "higher" | "lower";

/** Ranks with the ace lowest: 1 … 13, each equally likely. */
const LOWEST_RANK = 1;
const HIGHEST_RANK = 13;
const RANKS = HIGHEST_RANK;

const BPS = 10_000n;

/**
 * True when the guess wins. An equal card wins either guess, except that nothing is lower than an ace and nothing
 * higher than a king: there one side wins with the same rank alone, and the other with any other rank.
 */
export function isRight(guess: HiloGuess, open: number, next: number): boolean {
  if (guess === "higher") return open === LOWEST_RANK ? next > open : next >= open;
  return open === HIGHEST_RANK ? next < open : next <= open;
}

/** How many of the thirteen ranks win the guess: 1 to 12, so that no guess is certain. */
export function winningRanks(guess: HiloGuess, open: number): number {
  if (guess === "higher") return open === LOWEST_RANK ? RANKS - 1 : HIGHEST_RANK - open + 1;
  return open === HIGHEST_RANK ? RANKS - 1 : open;
}

/**
 * What a round pays after one more right guess: its fair odds 13 / winning ranks, times what it paid before, or times
 * 1 − edge when it is the first. So a stake is expected to return 1 − edge after the first guess, and each guess after
 * it leaves the expectation as it is: whatever is guessed, skipped, and whenever it is cashed out.
 */
export function afterWin(
  before: Fraction | null,
  { winners, edgeBps }: { readonly winners: number; readonly edgeBps: number },
): Fraction {
  const { numerator, denominator } = before ?? { numerator: BPS - BigInt(edgeBps), denominator: BPS };
  return inLowestTerms(numerator * BigInt(RANKS), denominator * BigInt(winners));
}

/** A product of many odds grows long otherwise. */
function inLowestTerms(numerator: bigint, denominator: bigint): Fraction {
  let [divisor, rest] = [denominator, numerator % denominator];
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}
