import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";

/** A signature over secp256k1, with s in the lower half of the order. */
export interface DigestSignature {
  readonly r: Hex;
  readonly s: Hex;
}

/** Holds one key and never shows it: a keystore file, or a token that signs inside itself. */
export interface KeyBackend {
  /** In lower case. */
  address(): EvmAddress;
  /** @throws KeyUnavailable */
  signDigest(digest: Hex): Promise<DigestSignature>;
}

/** The key cannot be reached for now; the message says why. Asking again is safe. */
export class KeyUnavailable extends FairhouseError {
  readonly code = "KEY_UNAVAILABLE";
}
