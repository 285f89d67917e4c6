import { describe, expect, test } from "vitest";
import { type AutoBetPlan, autoBetEnd } from "@/features/games/autoBet";

const plan: AutoBetPlan = { count: 10, stopOnWinMinor: 100n, stopOnLossMinor: 50n };

describe("autoBetEnd", () => {
  test("default", () => {
    expect(autoBetEnd(plan, { done: 3, netMinor: 0n })).toBeNull();
  });

  test("behavior: ends at the count, or at a limit that is reached", () => {
    expect(autoBetEnd(plan, { done: 10, netMinor: 0n })).toBe("finished");
    expect(autoBetEnd(plan, { done: 1, netMinor: 100n })).toBe("winReached");
    expect(autoBetEnd(plan, { done: 1, netMinor: -50n })).toBe("lossReached");
    expect(autoBetEnd(plan, { done: 1, netMinor: -49n })).toBeNull();
  });

  test("behavior: without limits only the count ends it", () => {
    const open = { ...plan, stopOnWinMinor: null, stopOnLossMinor: null };
    expect(autoBetEnd(open, { done: 9, netMinor: -(10n ** 12n) })).toBeNull();
  });
});
