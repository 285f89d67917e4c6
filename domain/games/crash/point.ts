import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { pointOfDraw } from "#domain/games/crash/draw.ts";

/** The draw is the first 52 bits of the hash. */
const DRAW_HEX_DIGITS = 13;

/** What decides a round: the game's own hash, and the chain's salt, both hashed as text. */
export type PointSource = {
  readonly gameHash: string;
  readonly salt: string;
  /** In hundredths of a percent. */
  readonly edgeBps: number;
};

/**
 * Where a round crashes, in hundredths of the multiplier (197 is 1.97×), at least 100. Exact, however high it is.
 *
 * h = first 52 bits (13 hex digits) of HMAC-SHA-256(key = gameHash, message = salt), both as ASCII text; then
 * {@link pointOfDraw}.
 */
export function crashPointHundredths({ gameHash, salt, edgeBps }: PointSource): bigint {
  return pointOfDraw(BigInt(`0x${crashDigest({ gameHash, salt }).slice(0, DRAW_HEX_DIGITS)}`), edgeBps);
}

/** HMAC-SHA-256 of the salt under the game's hash, 64 lower-case hex digits: the draw is its first 13. */
export function crashDigest({ gameHash, salt }: Pick<PointSource, "gameHash" | "salt">): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(gameHash), utf8ToBytes(salt)));
}
