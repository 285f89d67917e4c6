/** Hundredths of a percent in a whole. */
export const WHOLE_BPS = 10_000;

/** What an agent is given of each bet below, in hundredths of a percent. */
export type Rates = {
  /** Share of stake · house edge. */
  readonly revenueShareBps: number;
  /** Share of the stake, won or lost. */
  readonly turnoverBps: number;
};

/** One agent's part in a plan. */
export type PlanLine = Rates & { readonly agentId: string };

/** What each agent above a player is given of the player's bets; never changes once made. */
export type CommissionPlan = {
  readonly id: bigint;
  readonly lines: readonly PlanLine[];
};

/** An agent with its rates, as one of those on a path. */
export type RatedAgent = Rates & { readonly id: string };

/** The lines of a path, from the top down; agents without rates have none. */
export function planLines(path: readonly RatedAgent[]): PlanLine[] {
  return path
    .filter(({ revenueShareBps, turnoverBps }) => revenueShareBps > 0 || turnoverBps > 0)
    .map(({ id, revenueShareBps, turnoverBps }) => ({ agentId: id, revenueShareBps, turnoverBps }));
}

/**
 * What a path gives away of a bet with the given edge, in hundredths of a percent of that edge, rounded up. A turnover
 * rebate is a share of the stake, so it weighs the more the smaller the edge is; of no edge it is infinitely much.
 */
export function pathSumBps(lines: readonly Rates[], edgeBps: number): number {
  const share = lines.reduce((sum, { revenueShareBps }) => sum + revenueShareBps, 0);
  const turnover = lines.reduce((sum, { turnoverBps }) => sum + turnoverBps, 0);
  return turnover === 0 ? share : share + Math.ceil((turnover * WHOLE_BPS) / edgeBps);
}
