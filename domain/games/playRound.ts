import { invariant } from "#domain/errors.ts";
import type { SeedHasher } from "#domain/fairness/seedHasher.ts";
import type { JsonObject } from "#domain/games/game.ts";
import type { AnyRoundGame, RoundEnd } from "#domain/games/round.ts";

/** Ends a round whose player stayed away: recorded after the player's own actions, never taken from a player. */
export const ABANDON = { action: "abandon" } as const;

/** More actions than any game's round can take. */
export const MAX_ROUND_ACTIONS = 64;

/** What a round was begun with; with its actions, all that it needs to be played again. */
export type RoundOrigin = {
  readonly game: AnyRoundGame;
  readonly params: JsonObject;
  readonly edgeBps: number;
  /** The stake that began it; minor units. */
  readonly stakeMinor: bigint;
  readonly seed: { readonly hasher: SeedHasher; readonly clientSeed: string; readonly nonce: number };
};

/** A round as it stands after some of its actions. */
export type RoundStanding = {
  /** What its player may know. */
  readonly view: JsonObject;
  /** All stakes so far; minor units. */
  readonly stakedMinor: bigint;
  /** Null while it is open. */
  readonly end: RoundEnd | null;
};

/**
 * Plays a round from its beginning through the actions, in their order.
 * @throws RoundActionRefused when the rules do not allow one of them
 */
export function playRound(origin: RoundOrigin, actions: readonly JsonObject[]): RoundStanding {
  const { game, params, edgeBps, stakeMinor, seed } = origin;
  invariant(actions.length <= MAX_ROUND_ACTIONS, "a round ends before it has so many actions");
  const { hasher, clientSeed, nonce } = seed;
  const random = hasher.floats({ clientSeed, nonce, count: game.floatsNeeded(params) });
  let state = game.begin({ params, edgeBps, stakeMinor, random });
  for (const action of actions) {
    state = isAbandon(action) && game.end(state) === null ? game.abandon(state) : game.act(state, action);
  }
  return { view: game.view(state), stakedMinor: game.stakedMinor(state), end: game.end(state) };
}

/** What is kept of a finished round: what was drawn, and what anyone needs beside the seeds to play it again. */
export function recordedOutcome(
  { outcome }: RoundEnd,
  { stakeMinor, actions }: { readonly stakeMinor: bigint; readonly actions: readonly JsonObject[] },
): JsonObject {
  return { ...outcome, firstStake: stakeMinor.toString(), actions };
}

function isAbandon(action: JsonObject): boolean {
  return action.action === ABANDON.action;
}
