import type pg from "pg";
import { membersOnPath, type Position } from "#domain/agents/hierarchy.ts";
import { type PlanLine, planLines, type RatedAgent, requireWithinEdge } from "#domain/agents/rates.ts";
import { invariant } from "#domain/errors.ts";
import { smallestEdgeBps } from "./edgeFloor.ts";
import { findAgentsFrom, findAgentsOnPath, type Member } from "./hierarchy.store.ts";
import { type NewPlan, replacePlans } from "./plans.store.ts";

/**
 * Puts new plans in force for everybody at and below the member, after its place or its rates have changed. Call with
 * the hierarchy locked.
 * @throws RatesExceedEdge when a path would give away more than the edge
 */
export async function replan(client: pg.ClientBase, tenantId: number, member: Position): Promise<void> {
  const plans = await plansFrom(client, tenantId, member);
  if (plans.length === 0) return;
  const edgeBps = await smallestEdgeBps(client, tenantId);
  for (const { lines } of plans) requireWithinEdge(lines, edgeBps);
  await replacePlans(client, tenantId, plans);
}

/** What each agent at and below the member would have its members give, as places and rates are now. */
export async function plansFrom(
  client: pg.ClientBase,
  tenantId: number,
  member: Position,
): Promise<NewPlan[]> {
  const above = await findAgentsOnPath(client, tenantId, member.path);
  const from = await findAgentsFrom(client, tenantId, member);
  const known = new Map([...above, ...from].map((agent) => [agent.id, ratedAgent(agent)]));
  return from.map(({ id, path }) => ({ agentId: id, lines: linesOf([...membersOnPath(path), id], known) }));
}

function linesOf(ids: readonly string[], known: ReadonlyMap<string, RatedAgent>): PlanLine[] {
  const path = ids.map((id) => {
    const agent = known.get(id);
    invariant(agent !== undefined, "every agent on a path from the member down was read");
    return agent;
  });
  return planLines(path);
}

function ratedAgent({ id, rates }: Member): RatedAgent {
  invariant(rates !== null, "an agent has rates");
  return { id, ...rates };
}
