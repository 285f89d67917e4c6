import { invariant } from "#domain/errors.ts";

/** How many values a float can take: a float is u / 2^32. */
export const FLOAT_SPAN = 2 ** 32;

/** Pools above this would leave the range in which products with 2^32 are exact. */
const MAX_CHOICES = 2 ** 21;

/**
 * `floor(f · choices)` for the float f = u / 2^32: one of `choices` equally likely values from 0.
 *
 * Exact: the product stays below 2^53 and dividing by a power of two loses nothing.
 */
export function drawIndex(u: number, choices: number): number {
  invariant(choices >= 1 && choices <= MAX_CHOICES, "a draw has 1 to 2^21 choices");
  return Math.floor((u * choices) / FLOAT_SPAN);
}

/** The float of a game that draws only one. */
export function soleFloat([u]: readonly number[]): number {
  invariant(u !== undefined, "a game gets as many floats as it asked for");
  return u;
}

/**
 * Draws as many different numbers out of 0 … poolSize − 1 as there are floats, in the order drawn:
 * float i takes the number at place floor(f · (poolSize − i)) out of the pool that is left.
 */
export function pickKofN(random: readonly number[], poolSize: number): number[] {
  invariant(random.length <= poolSize, "no more numbers are picked than the pool has");
  const pool = new Uint32Array(poolSize);
  for (let number = 0; number < poolSize; number++) pool[number] = number;
  return random.map((u, drawn) => {
    const place = drawIndex(u, poolSize - drawn);
    const number = pool[place] ?? 0;
    pool.copyWithin(place, place + 1);
    return number;
  });
}
