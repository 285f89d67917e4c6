import { FairhouseError } from "#domain/errors.ts";

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

/**
 * Agents on one path are never given more than the house's edge, on any game that the house offers.
 *
 * @param smallestEdgeBps the smallest edge on offer
 * @throws RatesExceedEdge
 */
export function requireWithinEdge(lines: readonly PlanLine[], smallestEdgeBps: number): void {
  const sumBps = pathSumBps(lines, smallestEdgeBps);
  if (sumBps > WHOLE_BPS) throw new RatesExceedEdge(lines, sumBps, smallestEdgeBps);
}

/** The rates along a path would give away more than the house's edge. */
export class RatesExceedEdge extends FairhouseError {
  readonly code = "RATES_EXCEED_EDGE";
  /** The lowest agent of the path. */
  readonly agentId: string;
  readonly sumBps: number;
  readonly smallestEdgeBps: number;

  constructor(lines: readonly PlanLine[], sumBps: number, smallestEdgeBps: number) {
    const agentId = lines.at(-1)?.agentId ?? "";
    super(
      `The rates on the path down to agent ${agentId} would come to ${sumBps} hundredths of a percent of the smallest ` +
        `edge on offer (${smallestEdgeBps}); ${WHOLE_BPS} are all there is: choose lower rates.`,
    );
    this.agentId = agentId;
    this.sumBps = sumBps;
    this.smallestEdgeBps = smallestEdgeBps;
  }
}
