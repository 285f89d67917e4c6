import type { AnyInstantGame } from "#domain/games/game.ts";
import { useHouse } from "@/lib/house/houseQuery";

/** The edge that the house has set a game to; until the house has answered, the game's usual one. */
export function useGameEdge({ id, edge }: Pick<AnyInstantGame, "id" | "edge">): number {
  const { house } = useHouse();
  return house?.games.find((game) => game.id === id)?.edgeBps ?? edge.defaultBps;
}
