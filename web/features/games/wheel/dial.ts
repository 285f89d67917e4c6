import { z } from "zod";
import type { BetView } from "#domain/api/casino.ts";
import { WHEEL_SIZES, wheelPaytable } from "#domain/games/wheel/segments.ts";
import type { WheelParams } from "#domain/games/wheel/wheel.ts";

const CIRCLE_DEGREES = 360;

/** What the segments pay, in hundredths, clockwise from the first. */
export function segmentsOf({ segments, risk }: WheelParams): readonly number[] {
  return wheelPaytable[risk][WHEEL_SIZES.indexOf(segments)] ?? [];
}

/** Every multiplier of a wheel, in hundredths, with the number of segments that pay it; the lowest first. */
export function prizesOf(segments: readonly number[]): readonly (readonly [number, number])[] {
  const counts = new Map<number, number>();
  for (const multiplier of segments) counts.set(multiplier, (counts.get(multiplier) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => a - b);
}

/** The outline of one segment of a ring around the centre of the drawing. */
export function segmentPath(input: {
  readonly index: number;
  readonly segments: number;
  readonly inner: number;
  readonly outer: number;
}): string {
  const { index, segments, inner, outer } = input;
  const [from, to] = [index / segments, (index + 1) / segments];
  return (
    `M${pointAt(from, outer)}A${outer} ${outer} 0 0 1 ${pointAt(to, outer)}` +
    `L${pointAt(to, inner)}A${inner} ${inner} 0 0 0 ${pointAt(from, inner)}Z`
  );
}

/** How far a wheel must be turned for the middle of a segment to be at the top, in degrees. */
export function restingDegrees(index: number, segments: number): number {
  return -((index + 0.5) / segments) * CIRCLE_DEGREES;
}

const bet = z.object({ segments: z.number(), risk: z.string() });
const stop = z.object({ index: z.number() });

/** The segment at which the wheel of a bet stopped, when it is the wheel that is shown. */
export function stopOn(params: WheelParams, latest: BetView | null): number | null {
  const played = bet.safeParse(latest?.params);
  const outcome = stop.safeParse(latest?.outcome);
  if (!played.success || !outcome.success) return null;
  const isSame = played.data.segments === params.segments && played.data.risk === params.risk;
  return isSame ? outcome.data.index : null;
}

/** A point at a part of the circle, clockwise from the top. */
function pointAt(part: number, radius: number): string {
  const angle = part * 2 * Math.PI;
  return `${(Math.sin(angle) * radius).toFixed(3)} ${(-Math.cos(angle) * radius).toFixed(3)}`;
}
