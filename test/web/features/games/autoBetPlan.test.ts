import { describe, expect, test } from "vitest";
import { type AutoBetTexts, readAutoBet } from "@/features/games/autoBetPlan";

const DECIMALS = 9;
const texts: AutoBetTexts = { count: "10", stopOnWin: "1.5", stopOnLoss: "" };

describe("readAutoBet", () => {
  test("default: an empty stop is none", () => {
    const { plan, faults } = readAutoBet(texts, DECIMALS);
    expect(plan).toEqual({ count: 10, stopOnWinMinor: 1_500_000_000n, stopOnLossMinor: null });
    expect(faults.size).toBe(0);
  });

  test.each(["", "0", "-1", "1.5", "007", "1001", "ten"])("behavior: %j is no number of bets", (count) => {
    expect(readAutoBet({ ...texts, count }, DECIMALS)).toEqual({ plan: null, faults: new Set(["count"]) });
  });

  test("behavior: each field that is not right is named", () => {
    const { plan, faults } = readAutoBet({ count: "1000", stopOnWin: "x", stopOnLoss: "1..2" }, DECIMALS);
    expect(plan).toBeNull();
    expect([...faults].sort()).toEqual(["stopOnLoss", "stopOnWin"]);
  });
});
