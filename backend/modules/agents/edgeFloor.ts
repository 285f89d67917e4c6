import type pg from "pg";
import { requireWithinEdge } from "#domain/agents/rates.ts";
import { games } from "#domain/games/registry.ts";
import { findEdges } from "./edges.store.ts";
import { lockHierarchy } from "./hierarchy.store.ts";
import { findPlansInForce } from "./plans.store.ts";

/** The smallest edge on offer in a house: of each game as it is set, or as it comes when nobody has set it. */
export async function smallestEdgeBps(client: pg.ClientBase, tenantId: number): Promise<number> {
  const edges = await findEdges(client, tenantId);
  const set = new Set(edges.map(({ game }) => game));
  const unset = [...games.values()].filter(({ id }) => !set.has(id));
  return Math.min(...edges.map(({ edgeBps }) => edgeBps), ...unset.map(({ edge }) => edge.defaultBps));
}

/**
 * For whoever lowers an edge, in the same transaction: no path may give away more than the edge that is left.
 * @throws RatesExceedEdge
 */
export async function requireEdgeCoversRates(
  client: pg.ClientBase,
  tenantId: number,
  edgeBps: number,
): Promise<void> {
  await lockHierarchy(client, tenantId, "alone");
  for (const { lines } of await findPlansInForce(client, tenantId)) requireWithinEdge(lines, edgeBps);
}
