import { cardsDraw } from "#domain/games/cardsDraw.ts";
import type { Draw } from "#domain/games/game.ts";
import { games } from "#domain/games/registry.ts";

/** What can be verified from a server seed, a client seed and a nonce: every game by its id, and cards alone. */
export const draws: ReadonlyMap<string, Draw> = new Map([
  ...[...games.values()].map(({ id, draw }): [string, Draw] => [id, draw]),
  ["cards", cardsDraw],
]);
