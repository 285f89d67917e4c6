import type pg from "pg";
import { games } from "#domain/games/registry.ts";
import { findEdges } from "./edges.store.ts";

/**
 * The smallest edge on offer in a house: of each game as it is set, or as it comes when nobody has set it and it is not
 * withheld, and of everything that is still played at an earlier one.
 * @param beside a game that does not count as it comes
 */
export async function smallestEdgeBps(
  client: pg.ClientBase,
  tenantId: number,
  { beside }: { readonly beside?: string } = {},
): Promise<number> {
  const { ofGames, ofOthers, withheld } = await findEdges(client, tenantId);
  const unset = [...games.values()].filter(
    ({ id }) => id !== beside && !ofGames.has(id) && !withheld.has(id),
  );
  return Math.min(...ofGames.values(), ...ofOthers, ...unset.map(({ edge }) => edge.defaultBps));
}
