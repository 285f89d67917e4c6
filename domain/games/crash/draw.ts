import { invariant } from "#domain/errors.ts";
import type { Fraction } from "#domain/money/fraction.ts";

/** What the house keeps of all stakes in the long run unless a table says otherwise, in hundredths of a percent. */
export const DEFAULT_EDGE_BPS = 300;

/** An edge of everything leaves nothing to win. */
export const MAX_EDGE_BPS = 9_999;

/** A round that crashes at once: 1.00×, which no cash-out reaches. */
const LOWEST_POINT = 100n;

/** A draw is one of 2^52 equally likely numbers. */
const DRAWS = 2n ** 52n;

/**
 * The crash point of a draw h in 0 … 2^52 − 1, in hundredths of the multiplier, at least 100. Exact, however high it is:
 * max(1, floor(100 · (1 − edge) · 2^52 / (2^52 − h)) / 100).
 *
 * @param edgeBps in hundredths of a percent
 */
export function pointOfDraw(draw: bigint, edgeBps: number): bigint {
  invariant(draw >= 0n && draw < DRAWS, "a draw has 52 bits");
  const point = returned(edgeBps) / (100n * (DRAWS - draw));
  return point > LOWEST_POINT ? point : LOWEST_POINT;
}

/**
 * The exact chance that a round goes on to at least this multiplier (in hundredths, above 100): the draws that do,
 * out of 2^52. A multiplier x thus returns x · chance ≤ 1 − edge of all stakes, and less than x / 2^52 below it.
 *
 * From the formula: floor(A / (100 · d)) ≥ x just when d ≤ floor(A / (100 · x)), with A = (10,000 − edge) · 2^52.
 */
export function chanceOfReaching(hundredths: bigint, edgeBps: number): Fraction {
  invariant(hundredths > LOWEST_POINT, "every round reaches 1.00×");
  return { numerator: returned(edgeBps) / (100n * hundredths), denominator: DRAWS };
}

/** (10,000 − edge) · 2^52: what the draw divides. */
function returned(edgeBps: number): bigint {
  invariant(
    Number.isInteger(edgeBps) && edgeBps >= 0 && edgeBps <= MAX_EDGE_BPS,
    `an edge is 0 to ${MAX_EDGE_BPS} hundredths of a percent`,
  );
  return BigInt(10_000 - edgeBps) * DRAWS;
}
