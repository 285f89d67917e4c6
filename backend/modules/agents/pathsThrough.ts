import type pg from "pg";
import { type Position, pathBelow } from "#domain/agents/hierarchy.ts";
import { pathSumBps } from "#domain/agents/rates.ts";
import { invariant } from "#domain/errors.ts";
import { findHouseCeiling } from "./ceilings.store.ts";
import { BEYOND_MEASURE_BPS, findPathsThrough } from "./heaviestPath.store.ts";
import { findMember, type Member } from "./hierarchy.store.ts";
import { type AgentsPath, pathAbove } from "./planning.ts";

/** What all paths through a member come to: of a user its own, of an agent those of everybody who is an agent at and below. */
export interface PathsThrough {
  /** The most that any of them gives away, in hundredths of a percent of the smallest edge. */
  readonly heaviestBps: number;
  /** The one with the least left below its ceiling. */
  readonly tightest: AgentsPath;
}

/** However many agents are below, no more of them are read than are on the tightest path. */
export async function pathsThrough(
  client: pg.ClientBase,
  tenantId: number,
  { member, smallestEdgeBps }: { readonly member: Member; readonly smallestEdgeBps: number },
): Promise<PathsThrough> {
  if (member.rates === null) {
    const own = await pathAbove(client, tenantId, member);
    const sumBps = pathSumBps(own.lines, smallestEdgeBps);
    return { heaviestBps: Math.min(sumBps, BEYOND_MEASURE_BPS), tightest: own };
  }
  const own = await pathOfMembers(client, tenantId, member);
  const houseCeilingBps = await findHouseCeiling(client, tenantId);
  const wanted = { agent: member, own, houseCeilingBps, smallestEdgeBps };
  const { heaviestBps, tightestId } = await findPathsThrough(client, tenantId, wanted);
  if (tightestId === member.id) return { heaviestBps, tightest: own };
  const last = await findMember(client, tenantId, tightestId);
  invariant(last !== null, "whoever was found at the end of a path can be read as of the same moment");
  return { heaviestBps, tightest: await pathOfMembers(client, tenantId, last) };
}

/** The path of the agent's direct members, which ends with the agent itself. */
function pathOfMembers(client: pg.ClientBase, tenantId: number, agent: Position): Promise<AgentsPath> {
  return pathAbove(client, tenantId, { ...agent, path: pathBelow(agent) });
}
