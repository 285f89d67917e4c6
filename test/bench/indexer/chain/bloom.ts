import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesFromHex, type Hex } from "#domain/chain/hex.ts";

const BLOOM_BYTES = 256;
const BITS = 8 * BLOOM_BYTES;
/** Byte pairs of the hash that name the three bits of an item. */
const PAIRS = [0, 2, 4] as const;

/** The filter of a block that has no log. */
export const EMPTY_BLOOM: Hex = `0x${"00".repeat(BLOOM_BYTES)}`;

const known = new Map<Hex, readonly number[]>();

/** The filter over emitters and topics that a block's header carries; Ethereum's yellow paper, 4.4.3. */
export function bloomOf(items: Iterable<Hex>): Hex {
  const bloom = Buffer.alloc(BLOOM_BYTES);
  for (const item of items) {
    for (const bit of bitsOf(item)) {
      const place = BLOOM_BYTES - 1 - (bit >> 3);
      bloom[place] = (bloom[place] ?? 0) | (1 << (bit & 7));
    }
  }
  return `0x${bloom.toString("hex")}`;
}

function bitsOf(item: Hex): readonly number[] {
  const found = known.get(item);
  if (found !== undefined) return found;
  const hash = Buffer.from(keccak_256(bytesFromHex(item)));
  const bits = PAIRS.map((pair) => hash.readUInt16BE(pair) % BITS);
  known.set(item, bits);
  return bits;
}
