import { z } from "zod";
import { gameParamsSchemas } from "#domain/api/gameParams.ts";
import type { GameView } from "#domain/api/houseConfig.ts";
import { invariant } from "#domain/errors.ts";
import { games } from "#domain/games/registry.ts";

/** Every game with the JSON Schema of its parameters. */
export const gameViews: readonly GameView[] = [...games.values()].map(({ id, name, edgeBps }) => {
  const schema = gameParamsSchemas.get(id);
  invariant(schema !== undefined, `the parameters of ${id} have a schema`);
  return { id, name, edgeBps, paramsSchema: z.toJSONSchema(schema) };
});
