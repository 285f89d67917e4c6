import { describe, expect, test } from "vitest";
import { axisSteps, curvePath, HEIGHT, placeOf, viewAt, WIDTH } from "@/features/games/crash/curveView";

describe("viewAt", () => {
  test("property: the curve's end is always inside of the picture", () => {
    for (let elapsedMs = 0; elapsedMs <= 200_000; elapsedMs += 1_234) {
      const { x, y } = placeOf(elapsedMs, viewAt(elapsedMs));
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThan(WIDTH);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThanOrEqual(HEIGHT);
    }
  });
});

describe("curvePath", () => {
  test("default", () => {
    const path = curvePath(10_000, { spanMs: 20_000, top: 3 });
    expect(path.startsWith(`M0.00 ${HEIGHT}.00L`)).toBe(true);
    expect(path.endsWith("L300.00 150.00")).toBe(true);
  });
});

describe("axisSteps", () => {
  test("default", () => {
    expect(axisSteps(1, 1.6)).toEqual([1.2, 1.4]);
    expect(axisSteps(0, 8)).toEqual([2, 4, 6]);
  });

  test("property: few steps, inside of the axis", () => {
    for (let top = 1.6; top < 10_000; top *= 1.07) {
      const steps = axisSteps(1, top);
      expect(steps.length).toBeGreaterThanOrEqual(1);
      expect(steps.length).toBeLessThanOrEqual(4);
      expect(Math.max(...steps)).toBeLessThan(top);
    }
  });
});
