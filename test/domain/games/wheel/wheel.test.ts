import { describe, expect, test } from "vitest";
import { WHEEL_RISKS, WHEEL_SIZES, wheelPaytable } from "#domain/games/wheel/segments.ts";
import { wheel } from "#domain/games/wheel/wheel.ts";
import { fraction, returnToPlayer } from "#test/domain/games/fairReturn.ts";

const EDGE_BPS = 100;
const wheels = WHEEL_RISKS.flatMap((risk) => WHEEL_SIZES.map((segments) => ({ segments, risk })));

describe("paytable", () => {
  test.each(wheels)("behavior: $segments segments $risk returns 99 %, exactly", (params) => {
    const { numerator, denominator } = returnToPlayer(wheel.odds(params, EDGE_BPS));
    expect(numerator * 100n).toBe(denominator * 99n);
    expect(wheelPaytable[params.risk][WHEEL_SIZES.indexOf(params.segments)]).toHaveLength(params.segments);
  });

  test("default: the published wheels", () => {
    expect(wheelPaytable.low[0]).toEqual([150, 120, 120, 120, 0, 120, 120, 120, 120, 0]);
    expect(wheelPaytable.medium[0]).toEqual([0, 190, 0, 150, 0, 200, 0, 150, 0, 300]);
    expect(wheelPaytable.medium[1]).toEqual([
      150, 0, 200, 0, 200, 0, 200, 0, 150, 0, 300, 0, 180, 0, 200, 0, 200, 0, 200, 0,
    ]);
    expect(wheelPaytable.high.map((segments) => segments.at(-1))).toEqual([990, 1_980, 2_970, 3_960, 4_950]);
  });

  test("behavior: of a medium wheel, every other segment wins", () => {
    for (const segments of wheelPaytable.medium) {
      expect(segments.filter((multiplier) => multiplier > 100)).toHaveLength(segments.length / 2);
    }
  });
});

describe("play", () => {
  test("default: the float's place on the wheel", () => {
    const params = { segments: 10, risk: "low" } as const;
    const last = wheel.play([2 ** 32 - 1], params, EDGE_BPS);
    expect(last.outcome).toEqual({ index: 9 });
    expect(wheel.describe(params, last)).toBe("Stopped at segment 10 of 10: the stake is lost.");
    const first = wheel.play([0], params, EDGE_BPS);
    expect(fraction(first.multiplier)).toBe(1.5);
    expect(wheel.describe(params, first)).toBe("Stopped at segment 1 of 10: pays 1.5×.");
  });
});
