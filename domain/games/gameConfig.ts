import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { FairhouseError } from "#domain/errors.ts";
import { canonicalJson } from "#domain/games/canonicalJson.ts";
import type { EdgeBounds, Json } from "#domain/games/game.ts";

/** One version of how a game pays at a house: what a bet was decided by, and what is anchored on-chain. */
export type GameConfig = {
  /** Canonical JSON of game, rulesVersion, edgeBps and paytable. */
  readonly canonicalJson: string;
  /** SHA-256 of that text, 64 lower-case hex digits. */
  readonly hash: string;
};

/** What the configuration of a game depends on. */
export type Configurable = {
  readonly id: string;
  readonly rulesVersion: number;
  readonly edge: EdgeBounds;
  readonly paytable: Json;
};

/** The configuration of a game at an edge in hundredths of a percent. @throws EdgeOutOfBounds */
export function gameConfigOf(
  { id, rulesVersion, edge, paytable }: Configurable,
  edgeBps: number,
): GameConfig {
  checkEdge(id, edge, edgeBps);
  const text = canonicalJson({ game: id, rulesVersion, edgeBps, paytable });
  return { canonicalJson: text, hash: bytesToHex(sha256(utf8ToBytes(text))) };
}

/** Lets an edge within a game's bounds pass. @throws EdgeOutOfBounds */
export function checkEdge(game: string, { minBps, maxBps }: EdgeBounds, edgeBps: number): void {
  if (Number.isInteger(edgeBps) && edgeBps >= minBps && edgeBps <= maxBps) return;
  throw new EdgeOutOfBounds(game, edgeBps, { minBps, maxBps });
}

/** The game is not offered at this edge. */
export class EdgeOutOfBounds extends FairhouseError {
  readonly code = "EDGE_OUT_OF_BOUNDS";
  readonly game: string;
  readonly edgeBps: number;
  readonly minBps: number;
  readonly maxBps: number;

  constructor(game: string, edgeBps: number, { minBps, maxBps }: { minBps: number; maxBps: number }) {
    super(
      `The edge of ${game} is a whole number of basis points from ${minBps} to ${maxBps}, not ${edgeBps}.`,
    );
    this.game = game;
    this.edgeBps = edgeBps;
    this.minBps = minBps;
    this.maxBps = maxBps;
  }
}
