import { describe, expect, test } from "vitest";
import { anchorPage } from "@/features/bets/anchorPage";

const bet = {
  game: "dice",
  outcome: { roll: 7 },
  commitment: "0f".repeat(32),
  startedAt: "2026-11-21T12:00:00.000Z",
};

describe("anchorPage", () => {
  test("default: the epochs, with the seed's commitment and the time that matters", () => {
    expect(anchorPage(bet)).toBe(
      `/fairness/epochs?commitment=${bet.commitment}&at=2026-11-21T12%3A00%3A00.000Z`,
    );
  });

  test("behavior: a bet on crash leads to its round, whose chain is anchored as a whole", () => {
    const outcome = {
      roundId: "41",
      number: 7,
      pointHundredths: 150,
      exitHundredths: null,
      isCancelled: false,
    };
    expect(anchorPage({ ...bet, game: "crash", outcome })).toBe("/crash/rounds/41");
  });

  test("behavior: a round that cannot be told leads nowhere", () => {
    for (const outcome of [null, {}, { roundId: "../admin" }])
      expect(anchorPage({ ...bet, game: "crash", outcome })).toBeNull();
  });
});
