import { FairhouseError } from "#domain/errors.ts";
import { commitment } from "#domain/fairness/commitment.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { isAsciiSeed, isNonce } from "#domain/fairness/seeds.ts";
import { draws } from "#domain/games/draws.ts";
import type { Json } from "#domain/games/game.ts";
import { UnknownGame } from "#domain/games/registry.ts";

/** What must be known to recompute an outcome; nothing in it has been checked yet. */
export type DrawRequest = {
  readonly game?: unknown;
  readonly serverSeed?: unknown;
  readonly clientSeed?: unknown;
  readonly nonce?: unknown;
  readonly params?: unknown;
};

/** A recomputed outcome, and the commitment that the server seed must have been announced with. */
export type VerifiedDraw = {
  readonly game: string;
  readonly outcome: Json;
  readonly commitment: string;
};

/**
 * Recomputes an outcome from a revealed server seed. Seeds may be any ASCII text, so that outcomes of other
 * houses with the same algorithm can be checked too.
 *
 * @throws UnknownGame
 * @throws DrawRequestInvalid when a seed, the nonce or the parameters cannot be used
 */
export function verifyDraw(request: DrawRequest): VerifiedDraw {
  const { game, params = {} } = request;
  if (typeof game !== "string") throw new DrawRequestInvalid("game", "must be the name of a game");
  const draw = draws.get(game);
  if (draw === undefined) throw new UnknownGame(game);
  const serverSeed = asciiSeed("serverSeed", request.serverSeed);
  const clientSeed = asciiSeed("clientSeed", request.clientSeed);
  const nonce = request.nonce;
  if (!isNonce(nonce)) throw new DrawRequestInvalid("nonce", "must be a whole number from 0 to 2^53 − 1");
  if (typeof params !== "object" || params === null || Array.isArray(params)) {
    throw new DrawRequestInvalid("params", "must be a JSON object");
  }
  const count = draw.floatsNeeded(params);
  const random = createSeedHasher(serverSeed).floats({ clientSeed, nonce, count });
  return { game, outcome: draw.outcome(random, params), commitment: commitment(serverSeed) };
}

function asciiSeed(field: string, seed: unknown): string {
  if (typeof seed === "string" && isAsciiSeed(seed)) return seed;
  throw new DrawRequestInvalid(field, "must be ASCII text of at least one character");
}

/** A request to verify cannot be answered. */
export class DrawRequestInvalid extends FairhouseError {
  readonly code = "DRAW_REQUEST_INVALID";
  readonly field: string;

  constructor(field: string, reason: string) {
    super(`"${field}" ${reason}.`);
    this.field = field;
  }
}
