import { describe, expect, test } from "vitest";
import { limbo } from "#domain/games/limbo/limbo.ts";
import { betObstacle, type IntendedBet, largestStake } from "@/features/games/betObstacle";

// A 2× bet on a bankroll of 1,000,000 of which a hundredth may be won: at most 10,000 of stake.
const bet: IntendedBet = {
  rules: limbo,
  edgeBps: 100,
  params: { targetHundredths: 200 },
  stake: { kind: "amount", minor: 100n },
  minStakeMinor: 10n,
  availableMinor: 50_000n,
  bankrollMinor: 1_000_000n,
  riskBps: 100,
};

describe("betObstacle", () => {
  test("default", () => {
    expect(betObstacle(bet)).toBeNull();
  });

  test("behavior: says what is missing", () => {
    expect(betObstacle({ ...bet, params: null })).toEqual({ kind: "fixParams" });
    expect(betObstacle({ ...bet, stake: { kind: "empty" } })).toEqual({ kind: "enterStake" });
    expect(betObstacle({ ...bet, stake: { kind: "invalid", reason: "tooPrecise" } })).toEqual({
      kind: "fixStake",
    });
    expect(betObstacle({ ...bet, stake: { kind: "amount", minor: 9n } })).toEqual({
      kind: "belowMinimum",
      limitMinor: 10n,
    });
    expect(betObstacle({ ...bet, availableMinor: 99n })).toEqual({ kind: "aboveBalance", limitMinor: 99n });
    expect(betObstacle({ ...bet, stake: { kind: "amount", minor: 10_001n } })).toEqual({
      kind: "aboveRisk",
      limitMinor: 10_000n,
    });
  });

  test("behavior: an unknown bankroll leaves the risk to the house", () => {
    expect(
      betObstacle({ ...bet, bankrollMinor: null, stake: { kind: "amount", minor: 50_000n } }),
    ).toBeNull();
  });
});

describe("largestStake", () => {
  test("default", () => {
    expect(largestStake(bet, 500n)).toBe(500n);
    expect(largestStake(bet, 50_000n)).toBe(10_000n);
  });
});
