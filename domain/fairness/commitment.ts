import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * What is shown before the first bet and proves later that the server seed was not changed:
 * lower-case hex of SHA-256 over the seed's own text (its hex digits are not decoded).
 */
export function commitment(serverSeed: string): string {
  return bytesToHex(sha256(utf8ToBytes(serverSeed)));
}
