import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Under which kind a table's chains are anchored: keccak256 of `crash-chain:<currency>`, as 0x and 64 hex digits. */
export function crashChainKind(currency: string): `0x${string}` {
  return `0x${bytesToHex(keccak_256(utf8ToBytes(`crash-chain:${currency}`)))}`;
}
