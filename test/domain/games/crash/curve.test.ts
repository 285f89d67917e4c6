import { describe, expect, test } from "vitest";
import {
  DOUBLING_MS,
  endsAfterMs,
  HIGHEST_MULTIPLIER,
  multiplierAt,
  reachedAtMs,
} from "#domain/games/crash/curve.ts";
import fc from "#test/support/properties.ts";

/** floor(100 · 2^(t / 10,000)), proved by whole powers: no logarithm, no float. */
function isExact(elapsedMs: number, hundredths: number): boolean {
  const power = BigInt(DOUBLING_MS);
  const scaled = (100n ** power) << BigInt(elapsedMs);
  return BigInt(hundredths) ** power <= scaled && BigInt(hundredths + 1) ** power > scaled;
}

describe("multiplierAt", () => {
  test("default: it doubles every ten seconds", () => {
    expect([0, 10_000, 20_000, 50_000, 100_000].map(multiplierAt)).toEqual([100, 200, 400, 3_200, 102_400]);
    expect([1_000, 5_000, 12_345, 66_439].map(multiplierAt)).toEqual([107, 141, 235, 10_000]);
  });

  test("property: it is 2^(t / 10 s) in hundredths, rounded down", () => {
    const times = fc.integer({ min: 0, max: 140_000 });
    fc.assert(
      fc.property(times, (elapsedMs) => isExact(elapsedMs, multiplierAt(elapsedMs))),
      { numRuns: 60 },
    );
  });

  test("property: it never falls", () => {
    let before = 0;
    for (let elapsedMs = 0; elapsedMs <= 30_000; elapsedMs++) {
      const now = multiplierAt(elapsedMs);
      expect(now >= before).toBe(true);
      before = now;
    }
  });

  test("error: InvariantError for a time that is none", () => {
    for (const wrong of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => multiplierAt(wrong)).toThrow();
  });
});

describe("reachedAtMs", () => {
  test("default", () => {
    expect([100, 101, 200, 10_000, HIGHEST_MULTIPLIER].map(reachedAtMs)).toEqual([
      0, 144, 10_000, 66_439, 199_316,
    ]);
  });

  test("property: it is the first millisecond at which the curve is there", () => {
    fc.assert(
      fc.property(fc.integer({ min: 101, max: HIGHEST_MULTIPLIER }), (hundredths) => {
        const at = reachedAtMs(hundredths);
        expect(multiplierAt(at) >= hundredths && multiplierAt(at - 1) < hundredths).toBe(true);
      }),
    );
  });
});

describe("endsAfterMs", () => {
  test("behavior: the crash point itself can be cashed out at, and nothing above it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999_999 }), (point) => {
        const end = endsAfterMs({ pointHundredths: BigInt(point), ceilingHundredths: 1_000_000 });
        expect(multiplierAt(end) > point).toBe(true);
        expect(multiplierAt(end - 1) <= point).toBe(true);
      }),
    );
  });

  test("behavior: a round does not pass its ceiling", () => {
    for (const pointHundredths of [500n, 501n, 97n * 2n ** 52n])
      expect(endsAfterMs({ pointHundredths, ceilingHundredths: 500 })).toBe(reachedAtMs(500));
  });
});
