import type { CommissionBet } from "#domain/agents/commissions.ts";
import { type CommissionPlan, type PlanLine, pathSumBps, WHOLE_BPS } from "#domain/agents/rates.ts";
import fc from "#test/support/properties.ts";

export const SMALLEST_EDGE_BPS = 100;

export function planOf(lines: readonly PlanLine[], id = 1n): CommissionPlan {
  return { id, lines };
}

export function betBuilder(overrides: Partial<CommissionBet> = {}): CommissionBet {
  return {
    betId: "bet",
    currency: "BNB",
    stakeMinor: 1_000_000n,
    edgeBps: 100,
    plan: undefined,
    ...overrides,
  };
}

/** Plans that may be set: one to three agents whose rates fit into the smallest edge. */
export function ratedPath(): fc.Arbitrary<CommissionPlan> {
  const line = (agentId: string) =>
    fc.record({
      agentId: fc.constant(agentId),
      revenueShareBps: fc.integer({ min: 0, max: 5_000 }),
      turnoverBps: fc.integer({ min: 0, max: 60 }),
    });
  return fc
    .tuple(line("super"), line("master"), line("agent"), fc.integer({ min: 1, max: 3 }))
    .map(([top, middle, low, count]) => planOf([top, middle, low].slice(0, count)))
    .filter(({ lines }) => pathSumBps(lines, SMALLEST_EDGE_BPS) <= WHOLE_BPS);
}
