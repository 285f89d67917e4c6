import { describe, expect, test } from "vitest";
import { MAX_ROWS, MIN_ROWS, PLINKO_RISKS, plinkoPaytable } from "#domain/games/plinko/paytable.ts";
import { plinko } from "#domain/games/plinko/plinko.ts";
import { expectFairReturn, fraction, returnToPlayer } from "#test/domain/games/fairReturn.ts";

const EDGE_BPS = 100;
const LEFT = 2 ** 31 - 1;
const RIGHT = 2 ** 31;
const tables = PLINKO_RISKS.flatMap((risk) =>
  Array.from({ length: MAX_ROWS - MIN_ROWS + 1 }, (_, index) => ({ rows: MIN_ROWS + index, risk })),
);

describe("paytable", () => {
  test("default: 16 rows high, from edge to edge", () => {
    const edge = [100_000, 13_000, 2_600, 900, 400, 200, 20, 20];
    expect(plinkoPaytable.high[8]).toEqual([...edge, 20, ...edge.toReversed()]);
  });

  test.each(tables)("behavior: $rows rows $risk has a slot for every sum, and mirrors itself", (params) => {
    const slots = plinkoPaytable[params.risk][params.rows - MIN_ROWS]!;
    expect(slots).toHaveLength(params.rows + 1);
    expect(slots).toEqual(slots.toReversed());
    expect(Math.max(...slots)).toBe(slots[0]);
  });

  test.each(tables)("behavior: $rows rows $risk returns 99 % within half a percent", (params) => {
    expectFairReturn(plinko.odds(params, EDGE_BPS), EDGE_BPS);
  });

  test("behavior: the odds count the paths to each slot", () => {
    const params = { rows: 8, risk: "high" } as const;
    const slots = plinkoPaytable.high[0]!;
    let returned = 0;
    for (let path = 0; path < 2 ** params.rows; path++) {
      const slot = [...path.toString(2)].filter((direction) => direction === "1").length;
      returned += slots[slot]!;
    }
    expect(fraction(returnToPlayer(plinko.odds(params, EDGE_BPS)))).toBe(returned / 100 / 2 ** params.rows);
  });
});

describe("play", () => {
  test("default: the upper half of the floats goes right, and the slot counts them", () => {
    const random = [LEFT, RIGHT, LEFT, LEFT, RIGHT, 0, 2 ** 32 - 1, LEFT];
    expect(plinko.play(random, { rows: 8, risk: "low" }, EDGE_BPS)).toEqual({
      outcome: { path: [0, 1, 0, 0, 1, 0, 1, 0], slot: 3 },
      multiplier: { numerator: 100n, denominator: 100n },
    });
  });

  test("behavior: both edges pay the most", () => {
    const params = { rows: 16, risk: "high" } as const;
    for (const side of [LEFT, RIGHT]) {
      const random = Array.from({ length: 16 }, () => side);
      expect(fraction(plinko.play(random, params, EDGE_BPS).multiplier)).toBe(1_000);
    }
    expect(fraction(plinko.maxMultiplier(params, EDGE_BPS))).toBe(1_000);
  });
});
