import type { GameView } from "#domain/api/houseConfig.ts";
import { games } from "#domain/games/registry.ts";

/** Every game with the JSON Schema of its parameters, and of the actions of its rounds. */
export const gameViews: readonly GameView[] = [...games.values()].map((game) => ({
  id: game.id,
  name: game.name,
  edgeBps: game.edge.defaultBps,
  kind: game.kind,
  paramsSchema: game.paramsSchema,
  actionsSchema: game.kind === "rounds" ? game.actions.paramsSchema : null,
}));
