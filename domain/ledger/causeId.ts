import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** A part of a cause's name. Numbers count as the text of their digits. */
export type CausePart = string | number | bigint;

/**
 * The uuid of a cause that has a name of its own, such as a deposit: the same parts give the same uuid
 * everywhere, so whoever records the cause again finds it recorded.
 *
 * The parts are hashed as a JSON array of strings, which keeps ("ab", "c") and ("a", "bc") apart. Text is taken
 * as it is: write hashes and addresses in lower case.
 *
 * @example causeIdOf("deposit", chainId, blockHash, logIndex)
 */
export function causeIdOf(...parts: readonly CausePart[]): string {
  return uuidOfDigest(bytesToHex(sha256(utf8ToBytes(causeText(parts)))));
}

/** What of a cause is hashed. */
function causeText(parts: readonly CausePart[]): string {
  return JSON.stringify(parts.map(String));
}

/** The variant that uuids have: two bits of the ninth byte, the other two are those of the digest. */
const VARIANT_DIGITS = "89ab";

/**
 * The first 16 bytes of a digest in the layout of version 8 of RFC 9562, for uuids whose making is one's own affair.
 * @param digest hex digits of SHA-256
 */
export function uuidOfDigest(digest: string): string {
  const variant = VARIANT_DIGITS[Number.parseInt(digest.charAt(16), 16) % VARIANT_DIGITS.length];
  const [third, fourth] = [`8${digest.slice(13, 16)}`, `${variant}${digest.slice(17, 20)}`];
  // Joined, which leaves one text, and not a chain of ten that is put together whenever two ids are compared.
  return [digest.slice(0, 8), digest.slice(8, 12), third, fourth, digest.slice(20, 32)].join("-");
}
