import type pg from "pg";
import { games } from "#domain/games/registry.ts";
import { findEdges } from "./edges.store.ts";

/**
 * The smallest edge on offer in a house: of each game as it is set, or as it comes when nobody has set it, and of
 * everything that is still played at an earlier one.
 */
export async function smallestEdgeBps(client: pg.ClientBase, tenantId: number): Promise<number> {
  const { ofGames, ofOthers } = await findEdges(client, tenantId);
  const unset = [...games.values()].filter(({ id }) => !ofGames.has(id));
  return Math.min(...ofGames.values(), ...ofOthers, ...unset.map(({ edge }) => edge.defaultBps));
}
