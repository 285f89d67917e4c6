import { invariant } from "#domain/errors.ts";
import type { Fraction } from "#domain/money/fraction.ts";

/** Tiles of the board, five by five. */
export const TILES = 25;

const BPS = 10_000n;

/**
 * What `picks` safe tiles pay on a board with `mines` mines: (1 − edge) · C(25, picks) / C(25 − mines, picks). The
 * chance of picking so many without a mine is the inverse of the quotient, so the return is 1 − edge whenever the
 * player cashes out.
 */
export function minesMultiplier(mines: number, picks: number, edgeBps: number): Fraction {
  return {
    numerator: (BPS - BigInt(edgeBps)) * choose(TILES, picks),
    denominator: BPS * choose(TILES - mines, picks),
  };
}

/** How many different sets of k there are among n. */
export function choose(n: number, k: number): bigint {
  invariant(k >= 0 && k <= n, "a set is no larger than what it is taken from");
  let sets = 1n;
  // Each intermediate value is a number of sets itself, so that every division is exact.
  for (let size = 1; size <= k; size++) sets = (sets * BigInt(n - size + 1)) / BigInt(size);
  return sets;
}
