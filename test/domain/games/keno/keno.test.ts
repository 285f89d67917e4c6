import { describe, expect, test } from "vitest";
import { keno } from "#domain/games/keno/keno.ts";
import { KENO_RISKS, kenoPaytable } from "#domain/games/keno/paytable.ts";
import { expectFairReturn, fraction } from "#test/domain/games/fairReturn.ts";

const EDGE_BPS = 100;
const lines = KENO_RISKS.flatMap((risk) =>
  Array.from({ length: 10 }, (_, index) => ({ count: index + 1, risk })),
);
const picked = (count: number) => Array.from({ length: count }, (_, number) => number);

describe("paytable", () => {
  test.each(lines)("behavior: $count picks $risk pays for every count of hits, the most for all", (line) => {
    const multipliers = kenoPaytable[line.risk][line.count - 1]!;
    expect(multipliers).toHaveLength(line.count + 1);
    expect(Math.max(...multipliers)).toBe(multipliers.at(-1));
  });

  test.each(lines)("behavior: $count picks $risk returns 99 % within half a percent", ({ count, risk }) => {
    expectFairReturn(keno.odds({ picks: picked(count), risk }, EDGE_BPS), EDGE_BPS);
  });

  test("behavior: the chance of one hit with one pick is ten in forty", () => {
    const [miss, hit] = keno.odds({ picks: [0], risk: "classic" }, EDGE_BPS);
    expect([fraction(miss!.chance), fraction(hit!.chance)]).toEqual([0.75, 0.25]);
  });
});

describe("parse", () => {
  test("default: picks are kept ascending", () => {
    expect(keno.parse({ risk: "low", picks: [39, 0, 7] })).toEqual({ picks: [0, 7, 39], risk: "low" });
  });
});

describe("play", () => {
  // Floats near zero take the lowest number left each time.
  const lowest = Array.from({ length: 10 }, () => 0);

  test("default: hits are counted among the numbers drawn", () => {
    const play = keno.play(lowest, { picks: [8, 9, 10], risk: "classic" }, EDGE_BPS);
    expect(play.outcome).toEqual({ hits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });
    expect(fraction(play.multiplier)).toBe(3.1);
  });

  test("behavior: some lines pay something for no hit at all", () => {
    const play = keno.play(lowest, { picks: [30], risk: "low" }, EDGE_BPS);
    expect(fraction(play.multiplier)).toBe(0.7);
  });

  test("behavior: in words", () => {
    const params = { picks: [8, 9, 10], risk: "classic" } as const;
    expect(keno.describe(params, keno.play(lowest, params, EDGE_BPS))).toBe(
      "2 of 3 picked numbers were drawn: pays 3.1×.",
    );
  });
});
