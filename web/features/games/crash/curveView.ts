import { DOUBLING_MS } from "#domain/games/crash/curve.ts";

/** What part of the curve is in the picture: from the start to `spanMs`, from 1.00× to `top` (as a multiplier). */
export type CurveView = { readonly spanMs: number; readonly top: number };

/** The picture's own units; it is stretched to its place. */
export const WIDTH = 600;
export const HEIGHT = 300;

const POINTS = 64;
const LEAST_SPAN_MS = 8_000;
const LEAST_TOP = 1.6;
const MARGIN = 1.15;
const MOST_STEPS = 4;
/** 0.6 / 0.2 is a little less than 3. */
const ROUNDING = 1e-9;

/** The picture holds still at first; then it widens so that the curve's end stays inside. */
export function viewAt(elapsedMs: number): CurveView {
  return {
    spanMs: Math.max(LEAST_SPAN_MS, elapsedMs * MARGIN),
    top: Math.max(LEAST_TOP, 1 + (heightAt(elapsedMs) - 1) * MARGIN),
  };
}

/** The curve until now, as an SVG path. Figures come from whole numbers; a line may be a hair off. */
export function curvePath(elapsedMs: number, view: CurveView): string {
  const points = Array.from({ length: POINTS + 1 }, (_, index) => {
    const { x, y } = placeOf((elapsedMs * index) / POINTS, view);
    return `${x.toFixed(2)} ${y.toFixed(2)}`;
  });
  return `M${points.join("L")}`;
}

/** Where in the picture the curve is at a time. */
export function placeOf(elapsedMs: number, { spanMs, top }: CurveView): { x: number; y: number } {
  return {
    x: (WIDTH * elapsedMs) / spanMs,
    y: HEIGHT * (1 - (heightAt(elapsedMs) - 1) / (top - 1)),
  };
}

/** Round values above `from` and below `to` for an axis: steps of 1, 2 or 5 times a power of ten, at most four. */
export function axisSteps(from: number, to: number): number[] {
  const rough = (to - from) / MOST_STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const count = Math.ceil((to - from) / step - ROUNDING) - 1;
  return Array.from({ length: count }, (_, index) => Number((from + step * (index + 1)).toFixed(4)));
}

function heightAt(elapsedMs: number): number {
  return 2 ** (elapsedMs / DOUBLING_MS);
}
