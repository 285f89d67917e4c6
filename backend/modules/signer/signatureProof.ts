import { invert, mod } from "@noble/curves/abstract/modular";
import { secp256k1 } from "@noble/curves/secp256k1";
import type { DigestSignature } from "#backend/adapters/keyBackend.ts";
import type { Hex } from "#domain/chain/hex.ts";

/** A public key with tables of its multiples, so that each signature is checked in half a millisecond. */
export type PreparedKey = typeof secp256k1.ProjectivePoint.BASE;

const ORDER = secp256k1.CURVE.n;
/** Larger windows take longer to prepare, and hardly make a check faster. */
const WINDOW_BITS = 8;

/** @param publicKey 65 bytes: 04, x, y */
export function preparePublicKey(publicKey: Hex): PreparedKey {
  const point = secp256k1.ProjectivePoint.fromHex(publicKey.slice("0x".length));
  return secp256k1.utils.precompute(WINDOW_BITS, point);
}

/**
 * Checks a signature, and says which of the two recovery bits belongs to it: whether the y of the point that it
 * was made with is odd. Undefined when the key did not sign this digest.
 * Source: SEC 1 (version 2.0), 4.1.4; https://www.secg.org/sec1-v2.pdf
 */
export function provenRecoveryBit(
  key: PreparedKey,
  digest: Hex,
  signature: DigestSignature,
): 0 | 1 | undefined {
  const [r, s] = [BigInt(signature.r), BigInt(signature.s)];
  if (r <= 0n || r >= ORDER || s <= 0n || s >= ORDER) return undefined;
  const inverse = invert(s, ORDER);
  const [ofBase, ofKey] = [mod(BigInt(digest) * inverse, ORDER), mod(r * inverse, ORDER)];
  if (ofBase === 0n) return undefined;
  const { x, y } = secp256k1.ProjectivePoint.BASE.multiply(ofBase).add(key.multiply(ofKey)).toAffine();
  // One x in 2^128 is above the order; Ethereum has no recovery bit for it.
  if (x !== r) return undefined;
  return (y & 1n) === 1n ? 1 : 0;
}
