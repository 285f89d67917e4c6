import { FairhouseError } from "#domain/errors.ts";
import { commitment } from "#domain/fairness/commitment.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { isAsciiSeed, isNonce } from "#domain/fairness/seeds.ts";
import { draws } from "#domain/games/draws.ts";
import type { Json, RawParams } from "#domain/games/game.ts";
import { games, UnknownGame } from "#domain/games/registry.ts";

/** Digits after which an edge of hundredths of a percent ends. */
const EDGE_DECIMALS = 4;
const EDGE = /^0(?:\.([0-9]{1,4}))?$/;

/** What must be known to recompute an outcome; nothing in it has been checked yet. */
export type DrawRequest = {
  readonly game?: unknown;
  readonly serverSeed?: unknown;
  readonly clientSeed?: unknown;
  readonly nonce?: unknown;
  readonly params?: unknown;
  /** The edge as a part of one, such as 0.01; the game's usual one when absent. Few draws depend on it. */
  readonly edge?: unknown;
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
  if (!isObject(params)) throw new DrawRequestInvalid("params", "must be a JSON object");
  const edgeBps = request.edge === undefined ? usualEdgeBps(game) : readEdgeBps(request.edge);
  const count = draw.floatsNeeded(params);
  const random = createSeedHasher(serverSeed).floats({ clientSeed, nonce, count });
  return { game, outcome: draw.outcome(random, params, edgeBps), commitment: commitment(serverSeed) };
}

function asciiSeed(field: string, seed: unknown): string {
  if (typeof seed === "string" && isAsciiSeed(seed)) return seed;
  throw new DrawRequestInvalid(field, "must be ASCII text of at least one character");
}

/** An edge as a part of one, a number or its text, in hundredths of a percent: 0.03 → 300. */
function readEdgeBps(edge: unknown): number {
  const text = typeof edge === "number" ? String(edge) : edge;
  const decimals = typeof text === "string" ? EDGE.exec(text) : null;
  if (decimals !== null) return Number((decimals[1] ?? "").padEnd(EDGE_DECIMALS, "0"));
  throw new DrawRequestInvalid("edge", "must be a fraction from 0 to below 1 with at most four decimals");
}

function usualEdgeBps(game: string): number {
  return games.get(game)?.edge.defaultBps ?? 0;
}

function isObject(value: unknown): value is RawParams {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
