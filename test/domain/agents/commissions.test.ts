import { describe, expect, test } from "vitest";
import { dueOf, gatherCommissions } from "#domain/agents/commissions.ts";
import { planLines } from "#domain/agents/rates.ts";
import fc from "#test/support/properties.ts";
import { betBuilder, planOf, ratedPath, SMALLEST_EDGE_BPS } from "./plans.ts";

/** 100 coins of nine decimals. */
const HUNDRED = 100_000_000_000n;

describe("dueOf", () => {
  test("default: 3 % edge on 100: the agent 0.90, the master 0.60, the super master 0.30, the house 1.20", () => {
    const plan = planOf([
      { agentId: "super", revenueShareBps: 1_000, turnoverBps: 0 },
      { agentId: "master", revenueShareBps: 2_000, turnoverBps: 0 },
      { agentId: "agent", revenueShareBps: 3_000, turnoverBps: 0 },
    ]);
    const commissions = gatherCommissions([betBuilder({ stakeMinor: HUNDRED, edgeBps: 300, plan })]);
    expect(commissions.map(({ agentId, amountMinor }) => [agentId, amountMinor])).toEqual([
      ["super", 300_000_000n],
      ["master", 600_000_000n],
      ["agent", 900_000_000n],
    ]);
    const edgeMinor = (HUNDRED * 300n) / 10_000n;
    const given = commissions.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    expect(edgeMinor - given).toBe(1_200_000_000n);
  });

  test("behavior: a turnover rebate is a share of the stake, whatever the edge", () => {
    const rates = { revenueShareBps: 0, turnoverBps: 50 };
    for (const edgeBps of [0, 100, 5_000]) {
      expect(dueOf({ stakeMinor: 1_000n, edgeBps }, rates)).toEqual({
        revenueShareMinor: 0n,
        turnoverMinor: 5n,
      });
    }
  });

  test("behavior: each part is rounded down by itself", () => {
    const rates = { revenueShareBps: 9_999, turnoverBps: 9_999 };
    expect(dueOf({ stakeMinor: 1n, edgeBps: 10_000 }, rates)).toEqual({
      revenueShareMinor: 0n,
      turnoverMinor: 0n,
    });
    expect(dueOf({ stakeMinor: 2n ** 63n - 1n, edgeBps: 10_000 }, rates).revenueShareMinor).toBe(
      ((2n ** 63n - 1n) * 9_999n) / 10_000n,
    );
  });
});

describe("gatherCommissions", () => {
  const rates = { revenueShareBps: 5_000, turnoverBps: 0 };

  test("default: one commission per agent and currency, with the bets that gave something", () => {
    const plan = planOf([{ agentId: "a", ...rates }]);
    const of = (betId: string, stakeMinor: bigint, currency = "BNB") =>
      betBuilder({ betId, stakeMinor, currency, edgeBps: 100, plan });
    expect(gatherCommissions([of("1", 1_000n), of("2", 1n), of("3", 600n), of("4", 200n, "USDT")])).toEqual([
      {
        agentId: "a",
        currency: "BNB",
        revenueShareMinor: 8n,
        turnoverMinor: 0n,
        amountMinor: 8n,
        betIds: ["1", "3"],
      },
      {
        agentId: "a",
        currency: "USDT",
        revenueShareMinor: 1n,
        turnoverMinor: 0n,
        amountMinor: 1n,
        betIds: ["4"],
      },
    ]);
  });

  test("behavior: players without an agent earn nobody anything", () => {
    expect(gatherCommissions([betBuilder({ plan: undefined })])).toEqual([]);
    expect(gatherCommissions([betBuilder({ plan: planOf([]) })])).toEqual([]);
  });

  test("property: how bets are batched changes no sum, and the agents never get more than the edge", () => {
    const bets = fc.array(
      fc.record({
        stakeMinor: fc.bigInt(1n, 10n ** 15n),
        edgeBps: fc.integer({ min: SMALLEST_EDGE_BPS, max: 5_000 }),
        plan: fc.option(ratedPath(), { nil: undefined }),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(bets, fc.nat(30), (parts, cut) => {
        const all = parts.map((part, index) => betBuilder({ ...part, betId: `${index}` }));
        const whole = sumsOf(gatherCommissions(all));
        const halves = [gatherCommissions(all.slice(0, cut)), gatherCommissions(all.slice(cut))].flat();
        expect(sumsOf(halves)).toEqual(whole);
        for (const bet of all) {
          const given = gatherCommissions([bet]).reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
          expect(given * 10_000n).toBeLessThanOrEqual(bet.stakeMinor * BigInt(bet.edgeBps));
        }
      }),
    );
  });
});

function sumsOf(commissions: ReturnType<typeof gatherCommissions>): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { agentId, amountMinor } of commissions) sums[agentId] = (sums[agentId] ?? 0n) + amountMinor;
  return sums;
}

test("behavior: agents without rates have no line in a plan", () => {
  const path = [
    { id: "a", revenueShareBps: 0, turnoverBps: 0 },
    { id: "b", revenueShareBps: 0, turnoverBps: 1 },
  ];
  expect(planLines(path)).toEqual([{ agentId: "b", revenueShareBps: 0, turnoverBps: 1 }]);
});
