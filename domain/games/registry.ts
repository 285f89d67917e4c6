import { FairhouseError } from "#domain/errors.ts";
import { blackjack } from "#domain/games/blackjack/blackjack.ts";
import { dice } from "#domain/games/dice/dice.ts";
import type { AnyInstantGame } from "#domain/games/game.ts";
import { hilo } from "#domain/games/hilo/hilo.ts";
import { keno } from "#domain/games/keno/keno.ts";
import { limbo } from "#domain/games/limbo/limbo.ts";
import { mines } from "#domain/games/mines/mines.ts";
import { plinko } from "#domain/games/plinko/plinko.ts";
import { roulette } from "#domain/games/roulette/roulette.ts";
import type { AnyRoundGame } from "#domain/games/round.ts";
import { wheel } from "#domain/games/wheel/wheel.ts";

/** Any game that is played under a player's own seeds. */
export type AnyGame = AnyInstantGame | AnyRoundGame;

/** Every game that is played under a player's own seeds, in the order in which players see them. */
const offered: readonly AnyGame[] = [dice, limbo, plinko, roulette, keno, wheel, mines, hilo, blackjack];

/** The same, by id. */
export const games: ReadonlyMap<string, AnyGame> = new Map(offered.map((game) => [game.id, game]));

/** @throws UnknownGame */
export function findGame(id: string): AnyGame {
  const game = games.get(id);
  if (game === undefined) throw new UnknownGame(id);
  return game;
}

/** A game that one bet begins and ends. @throws UnknownGame also for a game that goes over several steps */
export function findInstantGame(id: string): AnyInstantGame {
  const game = findGame(id);
  if (game.kind !== "instant") throw new UnknownGame(id);
  return game;
}

/** A game that goes over several steps. @throws UnknownGame also for one that a single bet begins and ends */
export function findRoundGame(id: string): AnyRoundGame {
  const game = findGame(id);
  if (game.kind !== "rounds") throw new UnknownGame(id);
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
