import { describe, expect, test } from "vitest";
import type { BetView } from "#domain/api/casino.ts";
import { MAX_PICKS } from "#domain/games/keno/paytable.ts";
import { drawOf, kenoParams, randomPicks, toggled } from "@/features/games/keno/kenoPicks";
import { fallOn, pinsOf, wayOf } from "@/features/games/plinko/board";
import { prizeText } from "@/features/games/prizeLook";
import { prizesOf, restingDegrees, segmentsOf, stopOn } from "@/features/games/wheel/dial";

/** A bet as far as a playing field looks at it. */
function bet(params: object, outcome: object): BetView {
  return { betId: "", params: { ...params }, outcome } as BetView;
}

describe("plinko", () => {
  test("default: the ball touches a pin in every row and ends above its slot", () => {
    const way = wayOf([0, 1, 1]);
    expect(way.map(({ x }) => x)).toEqual([0, 0, -0.5, 0, 0.5]);
    const pins = pinsOf(3).map(({ x, y }) => `${x} ${y}`);
    for (const { x, y } of way.slice(1, -1)) expect(pins).toContain(`${x} ${Math.ceil(y)}`);
  });

  test("behavior: a fall is shown on the board that it was for", () => {
    const outcome = { path: [0, 1, 0, 0, 1, 0, 1, 0], slot: 3 };
    const latest = bet({ rows: 8, risk: "low" }, outcome);
    expect(fallOn({ rows: 8, risk: "low" }, latest)).toEqual(outcome);
    expect(fallOn({ rows: 9, risk: "low" }, latest)).toBeNull();
    expect(fallOn({ rows: 8, risk: "low" }, null)).toBeNull();
  });
});

describe("keno", () => {
  test("default: a number is picked, and picked no more", () => {
    expect(toggled([1], 5)).toEqual([1, 5]);
    expect(toggled([1, 5], 1)).toEqual([5]);
    expect(kenoParams([5, 1], "low")).toEqual({ picks: [1, 5], risk: "low" });
    expect(kenoParams([], "low")).toBeNull();
  });

  test("behavior: an eleventh number is not picked", () => {
    const full = Array.from({ length: MAX_PICKS }, (_, number) => number);
    expect(toggled(full, 39)).toBe(full);
  });

  test("behavior: random picks are different numbers", () => {
    const picks = randomPicks({ count: 10, of: 40, random: () => 0.999 });
    expect(picks).toEqual([39, 38, 37, 36, 35, 34, 33, 32, 31, 30]);
  });

  test("behavior: the draw of another game is none", () => {
    expect(drawOf(bet({ picks: [1] }, { hits: [1] }))).toEqual({ picks: [1], hits: [1] });
    expect(drawOf(bet({ rows: 8 }, { slot: 1 }))).toBeNull();
  });
});

describe("wheel", () => {
  test("default: the middle of the segment that was drawn comes to the top", () => {
    expect(restingDegrees(0, 10)).toBe(-18);
    expect(restingDegrees(9, 10)).toBe(-342);
  });

  test("behavior: prizes are counted, the lowest first", () => {
    expect(prizesOf(segmentsOf({ segments: 10, risk: "low" }))).toEqual([
      [0, 2],
      [120, 7],
      [150, 1],
    ]);
  });

  test("behavior: a stop is shown on the wheel that it was for", () => {
    const latest = bet({ segments: 10, risk: "low" }, { index: 4 });
    expect(stopOn({ segments: 10, risk: "low" }, latest)).toBe(4);
    expect(stopOn({ segments: 20, risk: "low" }, latest)).toBeNull();
  });
});

describe("prizeText", () => {
  test.each([
    [20, "0.2"],
    [560, "5.6"],
    [100_000, "1k"],
  ])("default: %i", (hundredths, text) => {
    expect(prizeText(hundredths)).toBe(text);
  });
});
