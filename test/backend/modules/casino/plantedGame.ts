import { dice } from "#domain/games/dice/dice.ts";
import { games } from "#domain/games/registry.ts";

/** A game at a smaller edge than any other: import it before whatever lists the games of the code. */
export const planted = {
  ...dice,
  id: "planted",
  name: "Planted",
  edge: { minBps: 20, maxBps: 500, defaultBps: 20 },
};

(games as Map<string, unknown>).set(planted.id, planted);
