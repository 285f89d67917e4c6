import { bytesToHex } from "@noble/hashes/utils.js";
import { commitment } from "#domain/fairness/commitment.ts";
import { FLOAT_SPAN } from "#domain/fairness/draw.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import type { Json } from "#domain/games/game.ts";
import { findGame } from "#domain/games/registry.ts";
import type { Fraction } from "#domain/money/fraction.ts";

export type RecomputeInput = {
  readonly game: string;
  readonly serverSeed: string;
  readonly clientSeed: string;
  readonly nonce: number;
  readonly params: unknown;
};

/** One bet worked out again from its seeds, with what lies between seeds and outcome. */
export type Recomputed = {
  readonly commitment: string;
  /** What is hashed under the server seed, e.g. "my words:7:0", and its HMAC-SHA-256 in hex. */
  readonly rounds: readonly { readonly message: string; readonly hmacHex: string }[];
  readonly draws: readonly { readonly bytes: readonly number[]; readonly float: number }[];
  readonly outcome: Json;
  readonly multiplier: Fraction;
  readonly description: string;
};

const FLOAT_BYTES = 4;
const FLOATS_PER_ROUND = 8;

/**
 * Works a bet out again with the very code that decided it.
 *
 * @throws UnknownGame, GameParamsInvalid
 */
export function recompute({
  game: id,
  serverSeed,
  clientSeed,
  nonce,
  params: raw,
}: RecomputeInput): Recomputed {
  const game = findGame(id);
  const params = game.parse(raw);
  const hasher = createSeedHasher(serverSeed);
  const random = hasher.floats({ clientSeed, nonce, count: game.floatsNeeded(params) });
  const { outcome, multiplier } = game.play(random, params);
  const rounds = Array.from({ length: Math.ceil(random.length / FLOATS_PER_ROUND) }, (_, round) => ({
    message: `${clientSeed}:${nonce}:${round}`,
    bytes: hasher.roundBytes(clientSeed, nonce, round),
  }));
  const stream = rounds.flatMap(({ bytes }) => [...bytes]);
  return {
    commitment: commitment(serverSeed),
    rounds: rounds.map(({ message, bytes }) => ({ message, hmacHex: bytesToHex(bytes) })),
    draws: random.map((u, index) => ({
      bytes: stream.slice(index * FLOAT_BYTES, (index + 1) * FLOAT_BYTES),
      float: u / FLOAT_SPAN,
    })),
    outcome,
    multiplier,
    description: game.describe(params, outcome),
  };
}
