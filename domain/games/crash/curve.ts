import { invariant } from "#domain/errors.ts";

/** The multiplier doubles every ten seconds: m(t) = 2^(t / 10 s), from 1.00× when a round starts. */
export const DOUBLING_MS = 10_000;

/** No table goes higher than 1,000,000.00×, which takes 200 seconds. */
export const HIGHEST_MULTIPLIER = 100_000_000;

/** From here on nothing is asked of the curve. */
const LAST_MS = 30 * DOUBLING_MS;

/** Fixed point with 60 binary places. */
const ONE = 2n ** 60n;
const PLACES = 60n;

/**
 * floor(2^60 · 2^(2^j / 10,000)) for j = 0 … 13: what the multiplier grows by in 1, 2, 4 … 8,192 ms. A test proves each
 * of them. Numbers of one's own, because the last digits of `Math.pow` differ between engines.
 */
const GROWTH = [
  1_153_001_421_805_566_544n,
  1_153_081_344_543_916_195n,
  1_153_241_206_641_041_742n,
  1_153_560_997_327_751_237n,
  1_154_200_844_757_053_647n,
  1_155_481_604_527_948_624n,
  1_158_047_389_234_683_843n,
  1_163_196_063_526_095_296n,
  1_173_562_186_841_153_117n,
  1_194_572_397_930_108_286n,
  1_237_727_987_720_296_257n,
  1_328_772_657_518_037_043n,
  1_531_445_782_139_035_654n,
  2_034_246_194_784_277_790n,
] as const;

/**
 * The multiplier after so many milliseconds, in hundredths, rounded down. The same in every engine: integers only, and
 * errors of the fixed point stay below 2^-55, while a millisecond adds 2^-13.8. It never falls.
 *
 * @param elapsedMs whole milliseconds since the round started, at least 0
 */
export function multiplierAt(elapsedMs: number): number {
  invariant(Number.isSafeInteger(elapsedMs) && elapsedMs >= 0, "a round's time is whole milliseconds from 0");
  const at = Math.min(elapsedMs, LAST_MS);
  const doublings = Math.floor(at / DOUBLING_MS);
  const rest = at % DOUBLING_MS;
  let factor = ONE;
  for (const [bit, growth] of GROWTH.entries()) {
    if ((rest >> bit) & 1) factor = (factor * growth) >> PLACES;
  }
  return Number(((100n * factor) << BigInt(doublings)) >> PLACES);
}

/** The first millisecond at which the curve shows at least this multiplier, given in hundredths. */
export function reachedAtMs(hundredths: number): number {
  invariant(
    Number.isInteger(hundredths) && hundredths <= HIGHEST_MULTIPLIER + 1,
    "the curve is asked for whole hundredths up to its highest multiplier",
  );
  let low = 0;
  let high = LAST_MS;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (multiplierAt(middle) >= hundredths) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A round as the curve sees it; both in hundredths. */
export type RoundEnd = {
  readonly pointHundredths: bigint;
  /** Where everyone who is left is paid out. */
  readonly ceilingHundredths: number;
};

/**
 * How long after its start a round is over: a hundredth above its crash point, so that the point itself can still be
 * cashed out at; or at its ceiling, if it gets there.
 */
export function endsAfterMs({ pointHundredths, ceilingHundredths }: RoundEnd): number {
  if (pointHundredths >= BigInt(ceilingHundredths)) return reachedAtMs(ceilingHundredths);
  return reachedAtMs(Number(pointHundredths) + 1);
}
