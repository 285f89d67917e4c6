import type pg from "pg";
import { type BoundPath, lowestCeiling, requireWithinCeiling, tightestPath } from "#domain/agents/ceiling.ts";
import { membersOnPath, type Position } from "#domain/agents/hierarchy.ts";
import { planLines, type RatedAgent } from "#domain/agents/rates.ts";
import { invariant } from "#domain/errors.ts";
import { findHouseCeiling } from "./ceilings.store.ts";
import { findAgentsFrom, findAgentsOnPath, type Member } from "./hierarchy.store.ts";
import { type NewPlan, replacePlans } from "./plans.store.ts";
import { smallestEdgeBps } from "./smallestEdge.ts";

/** Agents one below the other, to whom the members at the end of the path give. */
export interface AgentsPath extends BoundPath {
  /** From the top down, also those without rates. */
  readonly agents: readonly RatedMember[];
  /** True when none of the agents has a ceiling. */
  readonly isBoundByHouse: boolean;
}

/** The path of an agent's direct members. */
export type PathOfAgent = AgentsPath & NewPlan;

type RatedMember = Member & RatedAgent;

/** What has happened to a member, so that the plans at and below it follow. */
export interface Replanning {
  /** Where the member is now. */
  readonly member: Position;
  /** False for rates that only fell: these are let through, also where a path is above its ceiling from before. */
  readonly mayGiveMore: boolean;
}

/**
 * Puts new plans in force for everybody at and below the member, after its place or its rates have changed. Call with
 * the hierarchy locked.
 * @throws RatesExceedEdge, RatesExceedCeiling when a path would give away too much
 */
export async function replan(
  client: pg.ClientBase,
  tenantId: number,
  { member, mayGiveMore }: Replanning,
): Promise<void> {
  const paths = await pathsFrom(client, tenantId, member);
  if (paths.length === 0) return;
  if (mayGiveMore) await requireWithinCeilings(client, tenantId, paths, member.id);
  await replacePlans(client, tenantId, paths);
}

/**
 * @param agentId whose rates an excess is explained by
 * @throws RatesExceedEdge, RatesExceedCeiling
 */
export async function requireWithinCeilings(
  client: pg.ClientBase,
  tenantId: number,
  paths: readonly AgentsPath[],
  agentId?: string,
): Promise<void> {
  const edgeBps = await smallestEdgeBps(client, tenantId);
  const tightest = tightestPath(paths, edgeBps);
  if (tightest === undefined) return;
  requireWithinCeiling(tightest, { smallestEdgeBps: edgeBps, ...(agentId === undefined ? {} : { agentId }) });
}

/** The paths of all agents at and below the member, or of the whole house, as places, rates and ceilings are now. */
export async function pathsFrom(
  client: pg.ClientBase,
  tenantId: number,
  member: Position | null,
): Promise<PathOfAgent[]> {
  const above = member === null ? [] : await findAgentsOnPath(client, tenantId, member.path);
  const from = await findAgentsFrom(client, tenantId, member);
  const known = new Map([...above, ...from].map((agent) => [agent.id, ratedMember(agent)]));
  const houseCeilingBps = await findHouseCeiling(client, tenantId);
  return from.map(({ id, path }) => ({
    agentId: id,
    ...pathOf([...membersOnPath(path), id], known, houseCeilingBps),
  }));
}

/** The path of the member itself. */
export async function pathAbove(
  client: pg.ClientBase,
  tenantId: number,
  { path }: Position,
): Promise<AgentsPath> {
  const above = await findAgentsOnPath(client, tenantId, path);
  const known = new Map(above.map((agent) => [agent.id, ratedMember(agent)]));
  return pathOf(membersOnPath(path), known, await findHouseCeiling(client, tenantId));
}

function pathOf(
  ids: readonly string[],
  known: ReadonlyMap<string, RatedMember>,
  houseCeilingBps: number,
): AgentsPath {
  const agents = ids.map((id) => {
    const agent = known.get(id);
    invariant(agent !== undefined, "every agent on a path from the member down was read");
    return agent;
  });
  const ceilings = agents.map(({ ceilingBps }) => ceilingBps);
  return {
    agents,
    lines: planLines(agents),
    ceilingBps: lowestCeiling(ceilings, houseCeilingBps),
    isBoundByHouse: ceilings.every((ceilingBps) => ceilingBps === null),
  };
}

function ratedMember(member: Member): RatedMember {
  invariant(member.rates !== null, "an agent has rates");
  return { ...member, ...member.rates };
}
