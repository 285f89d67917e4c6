import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { invariant } from "#domain/errors.ts";

/** Bytes in one round of randomness: one HMAC-SHA-256. */
const ROUND_BYTES = 32;

/** Bytes in one float. */
const FLOAT_BYTES = 4;

/** More floats than any game draws in one go. */
const MAX_FLOATS = 4_096;

/** Where and how much to read under one client seed and nonce. */
export type FloatRange = {
  readonly clientSeed: string;
  readonly nonce: number;
  /** How many floats. */
  readonly count: number;
  /** First byte to read, a multiple of 4; 0 when absent. Byte b lies in round floor(b / 32). */
  readonly cursor?: number;
};

/** All randomness of one server seed. Holds the secret: never log or serialise it. */
export type SeedHasher = {
  /** The 32 bytes of one round: HMAC-SHA-256(serverSeed, `clientSeed:nonce:round`). */
  roundBytes(clientSeed: string, nonce: number, round: number): Uint8Array;
  /** Floats as exact integers: each is a `u` in 0 … 2^32 − 1 and stands for the float u / 2^32. */
  floats(range: FloatRange): number[];
};

/**
 * Prepares the keyed hash of a server seed once, which halves the hashing that each bet costs: keep the hasher
 * for as long as the seed is active. Each round copies the keyed state into the same scratch state, because
 * making a new one costs as much as hashing with it.
 *
 * Seeds are ASCII text; the server seed's hex digits are hashed as text, not decoded.
 */
export function createSeedHasher(serverSeed: string): SeedHasher {
  const keyed = hmac.create(sha256, utf8ToBytes(serverSeed));
  const scratch = keyed.clone();
  const roundBytes: SeedHasher["roundBytes"] = (clientSeed, nonce, round) => {
    keyed._cloneInto(scratch);
    return scratch.update(utf8ToBytes(`${clientSeed}:${nonce}:${round}`)).digest();
  };

  return {
    roundBytes,
    floats({ clientSeed, nonce, count, cursor = 0 }) {
      invariant(cursor >= 0 && cursor % FLOAT_BYTES === 0, "a cursor is a whole number of floats");
      invariant(count >= 0 && count <= MAX_FLOATS, `at most ${MAX_FLOATS} floats are read at once`);
      const result: number[] = [];
      const end = cursor + count * FLOAT_BYTES;
      for (let round = Math.floor(cursor / ROUND_BYTES); round * ROUND_BYTES < end; round++) {
        const bytes = roundBytes(clientSeed, nonce, round);
        const view = new DataView(bytes.buffer, bytes.byteOffset, ROUND_BYTES);
        const start = round * ROUND_BYTES;
        const from = Math.max(cursor - start, 0);
        const until = Math.min(end - start, ROUND_BYTES);
        for (let at = from; at < until; at += FLOAT_BYTES) result.push(view.getUint32(at));
      }
      return result;
    },
  };
}
