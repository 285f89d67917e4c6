import type { CommissionPlan, Rates } from "#domain/agents/rates.ts";

/** Of a settled bet, what its commissions depend on. */
export type CommissionBet = {
  readonly betId: string;
  readonly currency: string;
  readonly stakeMinor: bigint;
  /** The edge that the bet was played at. */
  readonly edgeBps: number;
  /** In force when the bet was settled; undefined for a player without an agent. */
  readonly plan: CommissionPlan | undefined;
};

/** What one agent is due of one bet, in minor units. */
export type Due = {
  readonly revenueShareMinor: bigint;
  readonly turnoverMinor: bigint;
};

/** What one agent earns of several bets in one currency. */
export type Commission = Due & {
  readonly agentId: string;
  readonly currency: string;
  /** Both parts together, above 0. */
  readonly amountMinor: bigint;
  /** The bets that gave at least one minor unit, in their order. */
  readonly betIds: readonly string[];
};

/** Basis points of basis points of the stake. */
const SHARE_OF_EDGE = 100_000_000n;
const SHARE_OF_STAKE = 10_000n;

/**
 * What an agent with these rates is due of a bet: stake · edge · share and stake · turnover, each rounded down to the
 * minor unit. Whatever the rounding leaves stays with the house.
 */
export function dueOf(bet: Pick<CommissionBet, "stakeMinor" | "edgeBps">, rates: Rates): Due {
  const { stakeMinor, edgeBps } = bet;
  return {
    revenueShareMinor: (stakeMinor * BigInt(edgeBps * rates.revenueShareBps)) / SHARE_OF_EDGE,
    turnoverMinor: (stakeMinor * BigInt(rates.turnoverBps)) / SHARE_OF_STAKE,
  };
}

/**
 * What each agent earns of the bets, one commission per agent and currency. Each bet is rounded by itself, so that the
 * sum does not depend on which bets were settled together.
 */
export function gatherCommissions(bets: Iterable<CommissionBet>): Commission[] {
  const gathered = new Map<string, Gathering>();
  for (const bet of bets) {
    if (bet.plan === undefined) continue;
    for (const line of bet.plan.lines) add(gathered, line.agentId, bet, dueOf(bet, line));
  }
  return [...gathered.values()].map((gathering) => ({
    ...gathering,
    amountMinor: gathering.revenueShareMinor + gathering.turnoverMinor,
  }));
}

/** A commission on the way; changed in place, because a top agent takes part in every bet of a batch. */
type Gathering = {
  readonly agentId: string;
  readonly currency: string;
  revenueShareMinor: bigint;
  turnoverMinor: bigint;
  readonly betIds: string[];
};

function add(
  gathered: Map<string, Gathering>,
  agentId: string,
  { betId, currency }: CommissionBet,
  { revenueShareMinor, turnoverMinor }: Due,
): void {
  if (revenueShareMinor + turnoverMinor === 0n) return;
  const key = `${agentId} ${currency}`;
  const known = gathered.get(key);
  if (known === undefined) {
    gathered.set(key, { agentId, currency, revenueShareMinor, turnoverMinor, betIds: [betId] });
    return;
  }
  known.revenueShareMinor += revenueShareMinor;
  known.turnoverMinor += turnoverMinor;
  known.betIds.push(betId);
}
