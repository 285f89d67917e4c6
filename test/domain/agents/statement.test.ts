import { describe, expect, test } from "vitest";
import {
  differenceInLine,
  firstDifference,
  type StatementBet,
  type StatementLine,
  totalsOf,
} from "#domain/agents/statement.ts";

function bet(overrides: Partial<StatementBet> = {}): StatementBet {
  return {
    betId: "bet",
    stakeMinor: 10_000n,
    edgeBps: 300,
    revenueShareBps: 3_000,
    turnoverBps: 10,
    revenueShareMinor: 90n,
    turnoverMinor: 10n,
    ...overrides,
  };
}

function line(overrides: Partial<StatementLine> = {}): StatementLine {
  return {
    id: "line",
    kind: "accrual",
    currency: "BNB",
    revenueShareMinor: 90n,
    turnoverMinor: 10n,
    amountMinor: 100n,
    bets: [bet()],
    ...overrides,
  };
}

const clawback = line({
  id: "back",
  kind: "clawback",
  revenueShareMinor: -90n,
  turnoverMinor: -10n,
  amountMinor: -100n,
  bets: [bet({ revenueShareMinor: -90n, turnoverMinor: -10n })],
});

describe("firstDifference", () => {
  test("default: none", () => {
    const lines = [line(), line({ id: "other", currency: "USDT" }), clawback];
    expect(firstDifference(lines, totalsOf(lines, undefined), undefined)).toBeNull();
  });

  test.each([
    ["a bet's share", { bets: [bet({ revenueShareMinor: 91n })] }, "revenue share of bet bet", "91", "90"],
    ["a bet's stake", { bets: [bet({ stakeMinor: 9_999n })] }, "revenue share of bet bet", "90", "89"],
    ["a bet's edge", { bets: [bet({ edgeBps: 301 })] }, "revenue share of bet bet", "90", "90"],
    ["a bet's rate", { bets: [bet({ turnoverBps: 11 })] }, "turnover rebate of bet bet", "10", "11"],
    ["a bet left out", { bets: [] }, "revenue share", "90", "0"],
    ["the line's share", { revenueShareMinor: 89n }, "revenue share", "89", "90"],
    ["the line's rebate", { turnoverMinor: 11n }, "turnover rebate", "11", "10"],
    ["the line's amount", { amountMinor: 101n }, "amount", "101", "100"],
    ["the line's sign", { kind: "clawback" as const }, "revenue share of bet bet", "90", "-90"],
  ])("behavior: %s", (_what, change, what, stated, recomputed) => {
    const difference = differenceInLine(line(change));
    // A share that rounds down to the same unit is the same share.
    if (stated === recomputed) expect(difference).toBeNull();
    else expect(difference).toEqual({ lineId: "line", what, stated, recomputed });
  });

  test("behavior: the first of several lines is named", () => {
    const wrong = [line(), line({ id: "second", amountMinor: 0n }), line({ id: "third", amountMinor: 0n })];
    expect(firstDifference(wrong, [], undefined)?.lineId).toBe("second");
  });

  test("behavior: totals are compared in every currency, also where one is missing", () => {
    const lines = [line(), line({ currency: "USDT" })];
    const totals = totalsOf(lines, undefined);
    const [bnb, usdt] = totals;
    expect(firstDifference(lines, [bnb!], undefined)?.what).toBe("number of lines in USDT");
    expect(firstDifference(lines, [bnb!, { ...usdt!, netMinor: 0n }], undefined)).toEqual({
      lineId: null,
      what: "net in USDT",
      stated: "0",
      recomputed: "100",
    });
  });
});

test("behavior: totals of a type count its part alone", () => {
  const lines = [line(), clawback];
  const net = (type: Parameters<typeof totalsOf>[1]) => totalsOf(lines, type)[0]?.netMinor;
  expect([net(undefined), net("revenue_share"), net("turnover"), net("clawback")]).toEqual([
    0n,
    90n,
    10n,
    -100n,
  ]);
});
