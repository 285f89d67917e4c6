import { describe, expect, test } from "vitest";
import { type BonusGrant, wagerBonus } from "#domain/bonus/wagering.ts";

const grant = (overrides: Partial<BonusGrant> = {}): BonusGrant => ({
  accountId: 7n,
  currency: "BNB",
  amountMinor: 500n,
  leftToStakeMinor: 1_000n,
  ...overrides,
});
const stake = (stakeMinor: bigint) => ({ currency: "BNB", stakeMinor });

describe("wagerBonus", () => {
  test("default: nothing without grants", () => {
    expect(wagerBonus([], stake(10n))).toEqual({ open: [], completed: [] });
  });

  test("behavior: stakes count until the grant is completed", () => {
    const first = wagerBonus([grant()], stake(999n));
    expect(first).toEqual({ open: [grant({ leftToStakeMinor: 1n })], completed: [] });
    expect(wagerBonus(first.open, stake(5n))).toEqual({
      open: [],
      completed: [grant({ leftToStakeMinor: 0n })],
    });
  });

  test("behavior: what the first does not need goes on to the next, and other currencies wait", () => {
    const grants = [grant({ leftToStakeMinor: 100n }), grant({ currency: "USDT" }), grant({ accountId: 8n })];
    expect(wagerBonus(grants, stake(300n))).toEqual({
      open: [grant({ currency: "USDT" }), grant({ accountId: 8n, leftToStakeMinor: 800n })],
      completed: [grant({ leftToStakeMinor: 0n })],
    });
  });
});
