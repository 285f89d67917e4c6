import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesFromHex, type Hex } from "#domain/chain/hex.ts";

/** Which three of the bloom's 2,048 bits stand for one item. */
type ItemBits = readonly [number, number, number];

/** Logs that one looks for: of any of the emitters, and with any of the first topics. */
export interface BloomQuery {
  readonly emitters: readonly ItemBits[];
  readonly topics: readonly ItemBits[];
}

const BITS = 2_048;
const LAST_BYTE = BITS / 8 - 1;
const BITS_PER_ITEM = 3;
/** A bloom that says "maybe" to one unrelated item in more than so many cases says next to nothing. */
const INFORMATIVE_RATE = 0.05;

/**
 * Prepares a question to many blooms.
 *
 * @param emitters addresses
 * @param topics first topics
 */
export function bloomQuery(emitters: readonly Hex[], topics: readonly Hex[]): BloomQuery {
  return { emitters: emitters.map(bitsOf), topics: topics.map(bitsOf) };
}

/**
 * Whether a block may hold such a log. "No" is certain, because a bloom forgets nothing; "yes" may be by
 * chance, the more often the more logs the block holds.
 *
 * The three bits of an item are the lowest eleven of each of the first three pairs of bytes of its Keccak-256;
 * bit 0 is the lowest of the last byte (Ethereum Yellow Paper, section 4.4.1, equations 26 to 29).
 *
 * @param bloom `logsBloom` of the block's header: 0x and 512 digits
 */
export function mayHoldLogs(bloom: Hex, { emitters, topics }: BloomQuery): boolean {
  const isSet = (bits: ItemBits) => bits.every((bit) => hasBit(bloom, bit));
  return emitters.some(isSet) && topics.some(isSet);
}

/** Whether the bloom is empty enough for its "maybe" to mean that something is there. */
export function isInformative(bloom: Hex): boolean {
  let ones = 0;
  for (const digit of bloom.slice("0x".length)) ones += onesOf(Number.parseInt(digit, 16));
  return (ones / BITS) ** BITS_PER_ITEM <= INFORMATIVE_RATE;
}

function bitsOf(item: Hex): ItemBits {
  const hash = keccak_256(bytesFromHex(item));
  const bitAt = (index: number) => (((hash[index] ?? 0) << 8) | (hash[index + 1] ?? 0)) % BITS;
  return [bitAt(0), bitAt(2), bitAt(4)];
}

/** Reads the bit from the text: a header's bloom is asked a few questions, and not worth decoding. */
function hasBit(bloom: Hex, bit: number): boolean {
  const byte = LAST_BYTE - (bit >> 3);
  const isHighDigit = (bit & 4) !== 0;
  const digit = bloom[2 + 2 * byte + (isHighDigit ? 0 : 1)] ?? "0";
  return ((Number.parseInt(digit, 16) >> (bit & 3)) & 1) === 1;
}

function onesOf(digit: number): number {
  return (digit & 1) + ((digit >> 1) & 1) + ((digit >> 2) & 1) + ((digit >> 3) & 1);
}
