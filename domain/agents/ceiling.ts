import { type PlanLine, pathSumBps, type Rates, WHOLE_BPS } from "#domain/agents/rates.ts";
import { FairhouseError } from "#domain/errors.ts";

/** What the agents on one path are given, and how much that may come to. */
export type BoundPath = {
  /** From the top down; agents without rates have none. */
  readonly lines: readonly PlanLine[];
  /** In hundredths of a percent of the smallest edge on offer: 0 … 10,000. */
  readonly ceilingBps: number;
};

/**
 * What binds a path: the lowest of the ceilings that administrators have set for agents on it, or the house's own
 * when none of them has one.
 */
export function lowestCeiling(ceilings: Iterable<number | null>, houseCeilingBps: number): number {
  const set = [...ceilings].filter((ceilingBps) => ceilingBps !== null);
  return set.length === 0 ? houseCeilingBps : Math.min(...set);
}

/** True when either rate goes up, so that a path may give more than before. */
export function isRise(before: Rates, after: Rates): boolean {
  return after.revenueShareBps > before.revenueShareBps || after.turnoverBps > before.turnoverBps;
}

/**
 * Of several paths the one with the least left below its ceiling, or the furthest above it; undefined of none. What is
 * added to all of them alike fits all when it fits this one.
 */
export function tightestPath<Path extends BoundPath>(
  paths: readonly Path[],
  smallestEdgeBps: number,
): Path | undefined {
  let tightest: Path | undefined;
  let mostOver = Number.NEGATIVE_INFINITY;
  for (const path of paths) {
    const over = overdraft(path, smallestEdgeBps);
    if (over <= mostOver) continue;
    tightest = path;
    mostOver = over;
  }
  return tightest;
}

/** Which change is at stake. */
type CeilingCheck = {
  /** Turnover rebates are counted against this edge. */
  readonly smallestEdgeBps: number;
  /** Whose rates an excess is explained by; the lowest agent of the path when left out. */
  readonly agentId?: string;
};

/**
 * Nobody but the house decides how much of its edge a path gives away.
 *
 * @throws RatesExceedEdge when it would be more than all of it
 * @throws RatesExceedCeiling when it would be more than the path's ceiling
 */
export function requireWithinCeiling(path: BoundPath, check: CeilingCheck): void {
  const sumBps = pathSumBps(path.lines, check.smallestEdgeBps);
  if (sumBps > WHOLE_BPS) throw new RatesExceedEdge(excessOf(path, check));
  if (sumBps > path.ceilingBps) throw new RatesExceedCeiling(excessOf(path, check));
}

/** How far above its ceiling a path is, before rounding; below zero when something is left. */
function overdraft({ lines, ceilingBps }: BoundPath, edgeBps: number): number {
  const { revenueShareBps, turnoverBps } = sumOf(lines);
  const rebates = turnoverBps === 0 ? 0 : (turnoverBps * WHOLE_BPS) / edgeBps;
  return revenueShareBps + rebates - ceilingBps;
}

/** What all agents of a path are given together. */
export function sumOf(lines: readonly Rates[]): Rates {
  return {
    revenueShareBps: lines.reduce((sum, { revenueShareBps }) => sum + revenueShareBps, 0),
    turnoverBps: lines.reduce((sum, { turnoverBps }) => sum + turnoverBps, 0),
  };
}

/** Why a path is refused, and what one of its agents could have instead. */
type Excess = {
  readonly agentId: string;
  /** What the path would give away. */
  readonly sumBps: number;
  readonly ceilingBps: number;
  readonly smallestEdgeBps: number;
  /** The agent's highest revenue share with the turnover rebate as it is; null when not even 0 fits. */
  readonly mostRevenueShareBps: number | null;
  /** The agent's highest turnover rebate with the revenue share as it is; null when not even 0 fits. */
  readonly mostTurnoverBps: number | null;
};

function excessOf({ lines, ceilingBps }: BoundPath, { smallestEdgeBps, agentId }: CeilingCheck): Excess {
  const id = agentId ?? lines.at(-1)?.agentId ?? "";
  const own = lines.find((line) => line.agentId === id) ?? { revenueShareBps: 0, turnoverBps: 0 };
  const all = sumOf(lines);
  const sumBps = pathSumBps(lines, smallestEdgeBps);
  const rebatesFor = ceilingBps - all.revenueShareBps;
  const turnoverLeft = Math.floor((rebatesFor * smallestEdgeBps) / WHOLE_BPS) - all.turnoverBps;
  return {
    agentId: id,
    sumBps,
    ceilingBps,
    smallestEdgeBps,
    mostRevenueShareBps: orNull(own.revenueShareBps - (sumBps - ceilingBps)),
    mostTurnoverBps: rebatesFor < 0 ? null : orNull(own.turnoverBps + turnoverLeft),
  };
}

function orNull(bps: number): number | null {
  return bps < 0 ? null : bps;
}

/** What both refusals say. */
abstract class PathRefused extends FairhouseError {
  readonly agentId: string;
  readonly sumBps: number;
  readonly ceilingBps: number;
  readonly smallestEdgeBps: number;
  readonly mostRevenueShareBps: number | null;
  readonly mostTurnoverBps: number | null;

  constructor(excess: Excess, limit: string) {
    super(
      `The rates on the path through agent ${excess.agentId} would come to ${excess.sumBps} hundredths of a percent of the ` +
        `smallest edge on offer (${excess.smallestEdgeBps}); ${limit}. ${adviceFor(excess)}`,
    );
    this.agentId = excess.agentId;
    this.sumBps = excess.sumBps;
    this.ceilingBps = excess.ceilingBps;
    this.smallestEdgeBps = excess.smallestEdgeBps;
    this.mostRevenueShareBps = excess.mostRevenueShareBps;
    this.mostTurnoverBps = excess.mostTurnoverBps;
  }
}

/** The rates along a path would give away more than the house's edge. */
export class RatesExceedEdge extends PathRefused {
  readonly code = "RATES_EXCEED_EDGE";

  constructor(excess: Excess) {
    super(excess, `${WHOLE_BPS} are all there is, and the path's ceiling is ${excess.ceilingBps}`);
  }
}

/** The rates along a path would give away more than administrators allow it. */
export class RatesExceedCeiling extends PathRefused {
  readonly code = "RATES_EXCEED_CEILING";

  constructor(excess: Excess) {
    super(excess, `the path's ceiling, which administrators set, is ${excess.ceilingBps}`);
  }
}

function adviceFor({ mostRevenueShareBps: share, mostTurnoverBps: turnover }: Excess): string {
  const most = [
    ...(share === null ? [] : [`a revenue share of ${share} with the same rebate`]),
    ...(turnover === null ? [] : [`a rebate of ${turnover} with the same revenue share`]),
  ];
  if (most.length === 0) return "Nothing is left for this agent: lower other rates on the path first.";
  return `At most this agent can have ${most.join(", or ")}.`;
}
