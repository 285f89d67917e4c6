import { FairhouseError } from "#domain/errors.ts";
import { dice } from "#domain/games/dice.ts";
import type { AnyGame } from "#domain/games/game.ts";
import { limbo } from "#domain/games/limbo.ts";

/** Every instant game, by its id. */
export const games: ReadonlyMap<string, AnyGame> = new Map<string, AnyGame>([
  [dice.id, dice],
  [limbo.id, limbo],
]);

/** @throws UnknownGame */
export function findGame(id: string): AnyGame {
  const game = games.get(id);
  if (game === undefined) throw new UnknownGame(id);
  return game;
}

/** No game has this id. */
export class UnknownGame extends FairhouseError {
  readonly code = "UNKNOWN_GAME";
  readonly game: string;

  constructor(game: string) {
    super(`The game "${game}" is not known: check its name.`);
    this.game = game;
  }
}
