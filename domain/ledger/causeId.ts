import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** A part of a cause's name. Numbers count as the text of their digits. */
export type CausePart = string | number | bigint;

/**
 * The uuid of a cause that has a name of its own, such as a deposit: the same parts give the same uuid
 * everywhere, so whoever records the cause again finds it recorded.
 *
 * The parts are hashed as a JSON array of strings, which keeps ("ab", "c") and ("a", "bc") apart. Text is taken
 * as it is: write hashes and addresses in lower case. The layout is version 8 of RFC 9562, for uuids whose
 * making is one's own affair.
 *
 * @example causeIdOf("deposit", chainId, blockHash, logIndex)
 */
export function causeIdOf(...parts: readonly CausePart[]): string {
  const digest = sha256(utf8ToBytes(JSON.stringify(parts.map(String))));
  const view = new DataView(digest.buffer, digest.byteOffset);
  view.setUint8(6, 0x80 | (view.getUint8(6) & 0x0f));
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  const hex = bytesToHex(digest.subarray(0, 16));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
