import { describe, expect, test } from "vitest";
import { ACCOUNT_KINDS, balanceRule, isBalanceAllowed } from "#domain/ledger/accounts.ts";

describe("balanceRule", () => {
  test("default: nothing that belongs to a player goes negative", () => {
    const guarded = ACCOUNT_KINDS.filter((kind) => balanceRule(kind) === "non_negative");
    expect(guarded).toEqual([
      "player_cash",
      "player_confirming",
      "player_locked",
      "player_income",
      "player_bonus",
      "withdrawal_pending",
      "payout_credit",
    ]);
  });

  test("behavior: custody mirrors the vault with the opposite sign", () => {
    expect(isBalanceAllowed("custody", -1n)).toBe(true);
    expect(isBalanceAllowed("custody", 0n)).toBe(true);
    expect(isBalanceAllowed("custody", 1n)).toBe(false);
  });

  test("behavior: the house may be short", () => {
    expect(isBalanceAllowed("house_bankroll", -1n)).toBe(true);
    expect(isBalanceAllowed("player_cash", -1n)).toBe(false);
  });
});
