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
  await requirePathsCovered(client, tenantId, { edgeBps, before: await smallestEdgeBps(client, tenantId) });
}

/** Nobody changes rates, places, ceilings or edges until the transaction ends. */
export function holdRates(client: pg.ClientBase, tenantId: number): Promise<void> {
  return lockHierarchy(client, tenantId, "alone");
}

/**
 * As `requireEdgeCoversRates`, for a game that comes with the code, and that the house may not have offered yet. Call with
 * the rates held.
 * @throws RatesExceedEdge, RatesExceedCeiling
 */
export async function requireNewGameCoversRates(
  client: pg.ClientBase,
  tenantId: number,
  { game, edgeBps }: { readonly game: string; readonly edgeBps: number },
): Promise<void> {
  const before = await smallestEdgeBps(client, tenantId, { beside: game });
  await requirePathsCovered(client, tenantId, { edgeBps, before });
}

async function requirePathsCovered(
  client: pg.ClientBase,
  tenantId: number,
  { edgeBps, before }: { readonly edgeBps: number; readonly before: number },
): Promise<void> {
  if (edgeBps >= before) return;
  for (const path of await pathsFrom(client, tenantId, null)) {
    const isCostlier = pathSumBps(path.lines, edgeBps) > pathSumBps(path.lines, before);
    if (isCostlier) requireWithinCeiling(path, { smallestEdgeBps: edgeBps });
  }
}
