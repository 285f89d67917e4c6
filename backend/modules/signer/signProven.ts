import { concatHex, numberToHex, recoverAddress } from "viem";
import type { KeyBackend } from "#backend/adapters/keyBackend.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";

/** Half of the order of secp256k1: a signature with a greater s has a twin, and the vault refuses it. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/**
 * Signs, and proves the result before anyone sees it: a faulty signature could give away the key, and one by
 * another key would only be found out on-chain.
 * @returns 65 bytes: r, s, v
 */
export async function signProven(key: KeyBackend, digest: Hex): Promise<Hex> {
  const { r, s, yParity } = await key.signDigest(digest);
  invariant(BigInt(s) <= HALF_ORDER, "key backends return low-s signatures");
  const signature = concatHex([r, s, numberToHex(27 + yParity, { size: 1 })]);
  const recovered = await recoverAddress({ hash: digest, signature });
  invariant(recovered.toLowerCase() === key.address(), "a signature recovers to its key's address");
  return signature;
}
