import { describe, expect, test } from "vitest";
import { type JackpotPot, jackpotShares } from "#domain/jackpot/jackpotShares.ts";

const pot = (overrides: Partial<JackpotPot> = {}): JackpotPot => ({
  accountId: 7n,
  currency: "BNB",
  shareBps: 50,
  games: null,
  ...overrides,
});
const bet = { game: "dice", currency: "BNB", stakeMinor: 10_399n };

describe("jackpotShares", () => {
  test("default: nothing without pots", () => {
    expect(jackpotShares(bet, [])).toEqual([]);
  });

  test("behavior: each pot gets its share of the stake, rounded down", () => {
    const pots = [pot(), pot({ accountId: 8n, shareBps: 10 })];
    expect(jackpotShares(bet, pots)).toEqual([
      { accountId: 7n, amountMinor: 51n },
      { accountId: 8n, amountMinor: 10n },
    ]);
  });

  test("behavior: other currencies, other games and shares of nothing are left out", () => {
    const pots = [pot({ currency: "USDT" }), pot({ games: ["keno"] }), pot({ games: ["dice"] })];
    expect(jackpotShares(bet, pots)).toEqual([{ accountId: 7n, amountMinor: 51n }]);
    expect(jackpotShares({ ...bet, stakeMinor: 199n }, [pot()])).toEqual([]);
  });
});
