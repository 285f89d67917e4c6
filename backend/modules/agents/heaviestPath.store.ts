import type pg from "pg";
import { type Position, pathBelow, pathRange } from "#domain/agents/hierarchy.ts";
import { invariant } from "#domain/errors.ts";
import type { AgentsPath } from "./planning.ts";

/** What a rebate comes to on a game without an edge, in place of infinity. */
export const BEYOND_MEASURE_BPS = 1_000_000_000;

/** Through whom, and what the paths are measured by. */
export interface PathsWanted {
  readonly agent: Position;
  /** The path of the agent's direct members. */
  readonly own: AgentsPath;
  readonly houseCeilingBps: number;
  readonly smallestEdgeBps: number;
}

/** Of all paths through an agent. */
export interface PathsFound {
  /** The most that any of them gives away, as `pathSumBps` counts it. */
  readonly heaviestBps: number;
  /** The agent at the end of the path that `tightestPath` would find: the agent itself, or one below. */
  readonly tightestId: string;
}

/**
 * Adds up the rates from the agent down: there are at most two levels of agents below one. $4 is the agent, $5 to $7 what the
 * path down to it gives and may give. The arithmetic is that of `domain/agents`, of whole numbers and doubles alike, and a
 * test holds one against the other.
 */
export const HEAVIEST_PATH = `
  WITH below AS MATERIALIZED (
    SELECT member.id, member.agent_id, member.agent_path, member.agent_ceiling_bps AS ceiling,
      agent.revenue_share_bps AS share, agent.turnover_bps AS turnover
    FROM users AS member
    JOIN agents AS agent ON agent.tenant_id = member.tenant_id AND agent.user_id = member.id
    WHERE member.tenant_id = $1 AND member.agent_level < 4 AND member.agent_path >= $2 AND member.agent_path < $3
  ), path AS (
    SELECT $4::uuid AS id, '' AS agent_path, $5::integer AS share, $6::integer AS turnover, $7::integer AS ceiling
    UNION ALL
    SELECT agent.id, agent.agent_path, $5 + agent.share + coalesce(above.share, 0),
      $6 + agent.turnover + coalesce(above.turnover, 0), least($7, agent.ceiling, above.ceiling)
    FROM below AS agent LEFT JOIN below AS above ON above.id = agent.agent_id
  ), weighed AS (
    SELECT id, agent_path, coalesce(ceiling, $8) AS ceiling, share,
      CASE WHEN turnover = 0 THEN 0 WHEN $9::integer = 0 THEN 'Infinity' ELSE turnover::float8 * 10000 / $9 END AS rebates
    FROM path
  )
  SELECT id, least(max(share + ceil(rebates)) OVER (), ${BEYOND_MEASURE_BPS})::integer AS heaviest FROM weighed
  ORDER BY share + rebates - ceiling DESC, agent_path, id LIMIT 1`;

export async function findPathsThrough(
  client: pg.ClientBase,
  tenantId: number,
  { agent, own, houseCeilingBps, smallestEdgeBps }: PathsWanted,
): Promise<PathsFound> {
  const { from, to } = pathRange(pathBelow(agent));
  const { rows } = await client.query<{ id: string; heaviest: number }>(HEAVIEST_PATH, [
    tenantId,
    from,
    to,
    agent.id,
    own.lines.reduce((sum, { revenueShareBps }) => sum + revenueShareBps, 0),
    own.lines.reduce((sum, { turnoverBps }) => sum + turnoverBps, 0),
    own.isBoundByHouse ? null : own.ceilingBps,
    houseCeilingBps,
    smallestEdgeBps,
  ]);
  invariant(rows[0] !== undefined, "at least one path leads through an agent");
  return { heaviestBps: rows[0].heaviest, tightestId: rows[0].id };
}
