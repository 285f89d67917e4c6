import { bytesToHex } from "@noble/hashes/utils.js";
import { commitment } from "#domain/fairness/commitment.ts";
import { FLOAT_SPAN } from "#domain/fairness/draw.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { draws } from "#domain/games/draws.ts";
import type { Json, RawParams } from "#domain/games/game.ts";
import { findRoundGame, games, UnknownGame } from "#domain/games/registry.ts";
import { verifyRound } from "#domain/games/verifyRound.ts";
import type { Fraction } from "#domain/money/fraction.ts";

export type RecomputeInput = {
  readonly game: string;
  readonly serverSeed: string;
  readonly clientSeed: string;
  readonly nonce: number;
  readonly params: RawParams;
  /** The game's usual edge when absent. */
  readonly edgeBps?: number;
};

export type RoundInput = RecomputeInput & {
  readonly edgeBps: number;
  /** What the round was begun with. */
  readonly firstStakeMinor: bigint;
  /** What its player did, in order. */
  readonly actions: readonly unknown[];
};

/** One bet worked out again from its seeds, with what lies between seeds and outcome. */
export type Recomputed = {
  readonly commitment: string;
  /** What is hashed under the server seed, e.g. "my words:7:0", and its HMAC-SHA-256 in hex. */
  readonly rounds: readonly { readonly message: string; readonly hmacHex: string }[];
  readonly draws: readonly { readonly bytes: readonly number[]; readonly float: number }[];
  readonly outcome: Json;
  /** What the stake was multiplied by, and the result in words; null when they depend on more than the draw. */
  readonly multiplier: Fraction | null;
  readonly description: string | null;
};

const FLOAT_BYTES = 4;
const FLOATS_PER_ROUND = 8;

/**
 * Works a bet out again with the very code that decided it: of a game that one bet begins and ends its result, of any
 * other what was drawn.
 *
 * @throws UnknownGame, GameParamsInvalid
 */
export function recompute(input: RecomputeInput): Recomputed {
  const { serverSeed, clientSeed, nonce } = input;
  const hasher = createSeedHasher(serverSeed);
  const { count, resultOf } = rulesOf(input);
  const random = hasher.floats({ clientSeed, nonce, count });
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
    ...resultOf(random),
  };
}

/**
 * Plays a finished round again: the same, with its result, which depends on what its player did.
 *
 * @throws UnknownGame, GameParamsInvalid, RoundActionRefused
 */
export function recomputeRound(input: RoundInput): Recomputed {
  const { params, firstStakeMinor: stakeMinor } = input;
  const { outcome, multiplier } = verifyRound({ ...input, stakeMinor });
  const game = findRoundGame(input.game);
  const description = game.describe(game.parse(params), { outcome, multiplier });
  return { ...recompute(input), outcome, multiplier, description };
}

type Result = Pick<Recomputed, "outcome" | "multiplier" | "description">;

function rulesOf({ game: id, params: raw, edgeBps: given }: RecomputeInput): {
  readonly count: number;
  resultOf(random: readonly number[]): Result;
} {
  const game = games.get(id);
  const draw = draws.get(id);
  if (draw === undefined) throw new UnknownGame(id);
  const edgeBps = given ?? game?.edge.defaultBps ?? 0;
  if (game?.kind !== "instant") {
    const count = draw.floatsNeeded(raw);
    const drawn = (random: readonly number[]) => draw.outcome(random, raw, edgeBps);
    return { count, resultOf: (random) => ({ outcome: drawn(random), multiplier: null, description: null }) };
  }
  const params = game.parse(raw);
  return {
    count: game.floatsNeeded(params),
    resultOf(random) {
      const play = game.play(random, params, edgeBps);
      return { ...play, description: game.describe(params, play) };
    },
  };
}
