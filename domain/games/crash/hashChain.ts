import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { invariant } from "#domain/errors.ts";

/**
 * A chain of hashes is made from a secret forwards and played backwards: each link is the SHA-256 of the one before, as
 * text. The last link is published before the first round; every game reveals the preimage of what was known last. So
 * nobody can foresee a game from those before it, and nobody can change one without being seen.
 *
 *   secret = link 0 → link 1 → … → link N = the chain's root;   game g (from 1) plays link N − g.
 */

/** More steps than any chain has. */
export const MAX_CHAIN_GAMES = 10_000_000;

/** The link after this one: what is known before the hash itself is revealed. Lower-case hex, hashed as text. */
export function nextLink(hash: string): string {
  return bytesToHex(sha256(utf8ToBytes(hash)));
}

/** The link so many steps further. */
export function linkAfter(hash: string, steps: number): string {
  invariant(Number.isInteger(steps) && steps >= 0 && steps <= MAX_CHAIN_GAMES, "a chain is walked forwards");
  let link = hash;
  for (let step = 0; step < steps; step++) link = nextLink(link);
  return link;
}

/** Which link a game plays: the first one the link before the root. */
export function linkOfGame(game: number, games: number): number {
  invariant(Number.isInteger(game) && game >= 1 && game <= games, "a chain's games are 1 to its length");
  return games - game;
}
