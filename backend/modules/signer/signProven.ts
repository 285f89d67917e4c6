import { concatHex, numberToHex, recoverPublicKey } from "viem";
import { publicKeyToAddress } from "viem/accounts";
import type { DigestSignature, KeyBackend } from "#backend/adapters/keyBackend.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import { type PreparedKey, preparePublicKey, provenRecoveryBit } from "./signatureProof.ts";

/** Signs a digest. @returns 65 bytes: r, s, v. @throws KeyUnavailable */
export type ProvenSigner = (digest: Hex) => Promise<Hex>;

/** Half of the order of secp256k1: a signature with a greater s has a twin, and the vault refuses it. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
const RECOVERY_BITS = [0, 1] as const;

/**
 * Signs, and proves the result before anyone sees it: a faulty signature could give away the key, and one by
 * another key would only be found out on-chain. Backends do not tell the recovery bit; the proof finds it.
 */
export function createProvenSigner(key: KeyBackend): ProvenSigner {
  let prepared: PreparedKey | undefined;
  return async (digest) => {
    const signature = await key.signDigest(digest);
    invariant(BigInt(signature.s) <= HALF_ORDER, "key backends return low-s signatures");
    prepared ??= preparePublicKey(await findPublicKey(key, digest, signature));
    const bit = provenRecoveryBit(prepared, digest, signature);
    invariant(bit !== undefined, "a signature recovers to its key's address");
    return withRecoveryBit(signature, bit);
  };
}

/** Of the two keys that can have made a signature, the one that the address belongs to. */
async function findPublicKey(key: KeyBackend, hash: Hex, signature: DigestSignature): Promise<Hex> {
  for (const bit of RECOVERY_BITS) {
    // For some signatures one of the two bits leads to no point at all.
    const candidate = await recoverPublicKey({ hash, signature: withRecoveryBit(signature, bit) }).catch(
      () => undefined,
    );
    if (candidate !== undefined && publicKeyToAddress(candidate).toLowerCase() === key.address())
      return candidate;
  }
  invariant(false, "a signature recovers to its key's address");
}

function withRecoveryBit({ r, s }: DigestSignature, bit: 0 | 1): Hex {
  return concatHex([r, s, numberToHex(27 + bit, { size: 1 })]);
}
