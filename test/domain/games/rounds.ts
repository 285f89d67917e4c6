import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import type { JsonObject } from "#domain/games/game.ts";
import { playRound, type RoundOrigin, type RoundStanding } from "#domain/games/playRound.ts";
import { findRoundGame } from "#domain/games/registry.ts";

/** What each game is played with when nothing else is said. */
const PARAMS: Readonly<Record<string, JsonObject>> = {
  mines: { mines: 3, maxPicks: 24 },
  hilo: { maxMultiplier: 1_000 },
  blackjack: {},
};

export const ROUND_GAMES = Object.keys(PARAMS);

/** The origin of a round under seeds of its own. */
export function roundOrigin(
  id: string,
  { serverSeed = "def", nonce = 0, ...overrides }: Partial<RoundOrigin> & Seeds = {},
): RoundOrigin {
  const game = findRoundGame(id);
  const seed = { hasher: createSeedHasher(serverSeed), clientSeed: "abc", nonce };
  const params = game.parse(PARAMS[id]);
  return { game, params, edgeBps: game.edge.defaultBps, stakeMinor: 1_001n, seed, ...overrides };
}

interface Seeds {
  readonly serverSeed?: string;
  readonly nonce?: number;
}

/** The actions that the player may take, each as it would be sent. */
export function offeredActions({ view }: Pick<RoundStanding, "view">): JsonObject[] {
  const { actions, picks } = view as { actions: string[]; picks?: number[] };
  return actions.flatMap((action) => {
    if (action !== "pick") return [{ action }];
    const open = Array.from({ length: 25 }, (_, tile) => tile).filter((tile) => !picks?.includes(tile));
    return open.map((tile) => ({ tile, action }));
  });
}

/** Plays a round to its end, choosing among what is offered by the numbers given. */
export function playOut(origin: RoundOrigin, choices: readonly number[]): JsonObject[] {
  const actions: JsonObject[] = [];
  for (;;) {
    const standing = playRound(origin, actions);
    if (standing.end !== null) return actions;
    const offered = offeredActions(standing);
    actions.push(offered[(choices[actions.length % choices.length] ?? 0) % offered.length]!);
  }
}
