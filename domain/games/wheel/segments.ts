import { toHundredths } from "#domain/games/hundredths.ts";

export const WHEEL_RISKS = ["low", "medium", "high"] as const;
export type WheelRisk = (typeof WHEEL_RISKS)[number];

export const WHEEL_SIZES = [10, 20, 30, 40, 50] as const;
export type WheelSize = (typeof WHEEL_SIZES)[number];

/** A low-risk wheel is made of this part, as often as it fits. */
const LOW_PART = [1.5, 1.2, 1.2, 1.2, 0, 1.2, 1.2, 1.2, 1.2, 0];

/** Every other segment wins. The wins of each wheel add up to 0.99 of its segments, so that all return 99 %. */
const MEDIUM_WINS: Readonly<Record<WheelSize, readonly number[]>> = {
  10: [1.9, 1.5, 2, 1.5, 3],
  20: [1.5, 2, 2, 2, 1.5, 3, 1.8, 2, 2, 2],
  30: [1.5, 2, 1.5, 2, 3, 2, 1.5, 2, 1.7, 2, 1.5, 4, 1.5, 2, 1.5],
  40: [2, 1.5, 3, 1.5, 2, 1.5, 3, 1.5, 2, 1.6, 2, 1.5, 3, 1.5, 2, 1.5, 3, 1.5, 2, 2],
  50: [1.5, 2, 1.5, 3, 1.5, 2, 1.5, 1.5, 2, 1.5, 3, 1.5, 5, 1.5, 2, 1.5, 2, 1.5, 3, 1.5, 2, 1.5, 2, 1.5, 2],
};

/** Of a high-risk wheel only the last segment wins, and it wins 0.99 of all segments. */
const HIGH_RETURN = 0.99;

/** Multipliers in hundredths, from index 0 on: by risk, then by the number of segments from 10 to 50. */
export const wheelPaytable: Readonly<Record<WheelRisk, readonly (readonly number[])[]>> = {
  low: WHEEL_SIZES.map((size) => Array.from({ length: size }, (_, index) => lowAt(index))),
  medium: WHEEL_SIZES.map(mediumWheel),
  high: WHEEL_SIZES.map((size) =>
    Array.from({ length: size }, (_, index) => (index === size - 1 ? toHundredths(size * HIGH_RETURN) : 0)),
  ),
};

function lowAt(index: number): number {
  return toHundredths(LOW_PART[index % LOW_PART.length] ?? 0);
}

/** The smallest wheel begins with a segment that loses, the others with one that wins. */
function mediumWheel(size: WheelSize): readonly number[] {
  return MEDIUM_WINS[size].flatMap((win) => (size === 10 ? [0, toHundredths(win)] : [toHundredths(win), 0]));
}
