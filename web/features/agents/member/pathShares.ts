import { isRise, RatesExceedCeiling, RatesExceedEdge, requireWithinCeiling } from "#domain/agents/ceiling.ts";
import { type PlanLine, pathSumBps, planLines, type Rates, WHOLE_BPS } from "#domain/agents/rates.ts";
import type { PlaceView } from "#domain/api/agents.ts";

export type PathAgent = PlaceView["tightestPath"]["agents"][number];

/** What of the smallest edge one of the path's agents takes, in hundredths of a percent of it. */
export type PathShare = { readonly agent: PathAgent; readonly weightBps: number };

/** How the smallest edge is shared out along a path. */
export type PathShares = {
  readonly shares: readonly PathShare[];
  readonly sumBps: number;
  /** What is left to the house; 0 when the path gives away more than there is. */
  readonly houseBps: number;
};

/** The path as it would be with other rates for one of its agents. */
export function withRates(agents: readonly PathAgent[], id: string, rates: Rates): PathAgent[] {
  return agents.map((agent) => (agent.id === id ? { ...agent, rates } : agent));
}

/** Each takes what it adds to the sum of those above, so that all parts together are the sum, rounded as the house rounds. */
export function pathShares(agents: readonly PathAgent[], smallestEdgeBps: number): PathShares {
  const sums = agents.map((_, index) => pathSumBps(linesOf(agents.slice(0, index + 1)), smallestEdgeBps));
  const sumBps = sums.at(-1) ?? 0;
  return {
    shares: agents.map((agent, index) => ({
      agent,
      weightBps: (sums[index] ?? 0) - (index === 0 ? 0 : (sums[index - 1] ?? 0)),
    })),
    sumBps,
    houseBps: Math.max(WHOLE_BPS - sumBps, 0),
  };
}

/** Why the house would refuse these rates, by the rule that it goes by itself; null when it would not. */
export function ratesRefusal(
  { id, rates: before, tightestPath, smallestEdgeBps }: PlaceView,
  typed: Rates,
): RatesExceedCeiling | RatesExceedEdge | null {
  if (before === null || !isRise(before, typed)) return null;
  const { agents, ceilingBps } = tightestPath;
  const lines = linesOf(withRates(agents, id, typed));
  try {
    requireWithinCeiling({ lines, ceilingBps }, { smallestEdgeBps, agentId: id });
    return null;
  } catch (error) {
    if (error instanceof RatesExceedCeiling || error instanceof RatesExceedEdge) return error;
    throw error;
  }
}

/** Those above the viewer have no id, and need none. */
function linesOf(agents: readonly PathAgent[]): PlanLine[] {
  return planLines(agents.map(({ id, rates }) => ({ id: id ?? "", ...rates })));
}
