import type { EvmAddress, Hex } from "#domain/chain/hex.ts";

/** A signature over secp256k1, with s in the lower half of the order. */
export interface DigestSignature {
  readonly r: Hex;
  readonly s: Hex;
  readonly yParity: 0 | 1;
}

/** Holds one key and never shows it: a keystore file, or a token that signs inside itself. */
export interface KeyBackend {
  /** In lower case. */
  address(): EvmAddress;
  signDigest(digest: Hex): Promise<DigestSignature>;
}
