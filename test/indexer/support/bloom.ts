import { bytesToHex, hexToBytes, keccak256 } from "viem";
import type { Hex } from "#domain/chain/hex.ts";

const BLOOM_BYTES = 256;

/** The bloom of a block's logs as Ethereum defines it: three bits for each address and topic. */
export function bloomOf(logs: readonly { readonly address: Hex; readonly topics: readonly Hex[] }[]): Hex {
  const bloom = new Uint8Array(BLOOM_BYTES);
  for (const item of new Set(logs.flatMap(({ address, topics }) => [address, ...topics]))) {
    const hash = hexToBytes(keccak256(item));
    for (const pair of [0, 2, 4]) {
      const bit = ((hash[pair]! << 8) | hash[pair + 1]!) & 2047;
      bloom[BLOOM_BYTES - 1 - (bit >> 3)]! |= 1 << (bit & 7);
    }
  }
  return bytesToHex(bloom);
}

/** A bloom that excludes nothing, as blocks full of other people's logs have. */
export const FULL_BLOOM: Hex = `0x${"ff".repeat(BLOOM_BYTES)}`;
export const EMPTY_BLOOM: Hex = `0x${"00".repeat(BLOOM_BYTES)}`;
