import { describe, expect, test } from "vitest";
import { chanceOfReaching, pointOfDraw } from "#domain/games/crash/draw.ts";
import fc from "#test/support/properties.ts";

const DRAWS = 2n ** 52n;
const draws = fc.bigInt({ min: 0n, max: DRAWS - 1n });
const edges = fc.constantFrom(0, 1, 100, 250, 300, 333, 9_999);

describe("pointOfDraw", () => {
  test("behavior: the lowest draws crash at once, the highest goes as far as 52 bits let it", () => {
    expect(pointOfDraw(0n, 300)).toBe(100n);
    expect(pointOfDraw(DRAWS - 1n, 300)).toBe(97n * DRAWS);
    expect(pointOfDraw(DRAWS / 2n, 0)).toBe(200n);
    expect(pointOfDraw(DRAWS / 2n, 300)).toBe(194n);
  });

  test("property: it is the formula, rounded down to hundredths", () => {
    fc.assert(
      fc.property(draws, edges, (draw, edgeBps) => {
        const point = pointOfDraw(draw, edgeBps);
        const scaled = BigInt(10_000 - edgeBps) * DRAWS;
        const divisor = 100n * (DRAWS - draw);
        expect(point === 100n ? scaled < 101n * divisor : point * divisor <= scaled).toBe(true);
        expect((point + 1n) * divisor > scaled).toBe(true);
      }),
    );
  });

  test("error: InvariantError for a draw or an edge out of range", () => {
    for (const [draw, edge] of [
      [-1n, 300],
      [DRAWS, 300],
      [0n, -1],
      [0n, 10_000],
      [0n, 1.5],
    ] as const)
      expect(() => pointOfDraw(draw, edge)).toThrow();
  });
});

describe("chanceOfReaching", () => {
  test("property: it counts the draws that reach the multiplier, exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 101n, max: 100_000_000n }), edges, (hundredths, edgeBps) => {
        const { numerator, denominator } = chanceOfReaching(hundredths, edgeBps);
        expect(denominator).toBe(DRAWS);
        // The highest `numerator` draws reach it, and the next one does not.
        if (numerator > 0n) expect(pointOfDraw(DRAWS - numerator, edgeBps) >= hundredths).toBe(true);
        if (numerator < DRAWS) expect(pointOfDraw(DRAWS - numerator - 1n, edgeBps) < hundredths).toBe(true);
      }),
    );
  });

  test("property: every multiplier returns 1 − edge of all stakes, up to one draw's share, and never more", () => {
    for (const edgeBps of [100, 300]) {
      for (let hundredths = 101n; hundredths <= 20_000n; hundredths++) {
        const { numerator } = chanceOfReaching(hundredths, edgeBps);
        const returned = hundredths * numerator * 100n;
        const promised = BigInt(10_000 - edgeBps) * DRAWS;
        expect(returned <= promised).toBe(true);
        expect(promised - returned < hundredths * 100n).toBe(true);
      }
    }
  });
});
