import type pg from "pg";
import { requireWithinCeiling } from "#domain/agents/ceiling.ts";
import { pathSumBps } from "#domain/agents/rates.ts";
import { lockHierarchy } from "./hierarchy.store.ts";
import { pathsFrom } from "./planning.ts";
import { smallestEdgeBps } from "./smallestEdge.ts";

/**
 * For whoever sets the edge of a game or of a crash table, in the same transaction and before it is written: no path
 * may give away more than its ceiling of the edge that is left. What a path gives above it already is not the new
 * edge's doing.
 * @throws RatesExceedEdge, RatesExceedCeiling
 */
export async function requireEdgeCoversRates(
  client: pg.ClientBase,
  tenantId: number,
  edgeBps: number,
): Promise<void> {
  await lockHierarchy(client, tenantId, "alone");
  const before = await smallestEdgeBps(client, tenantId);
  if (edgeBps >= before) return;
  for (const path of await pathsFrom(client, tenantId, null)) {
    const isCostlier = pathSumBps(path.lines, edgeBps) > pathSumBps(path.lines, before);
    if (isCostlier) requireWithinCeiling(path, { smallestEdgeBps: edgeBps });
  }
}
