import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Bytes32Hex, type EvmAddress, hexFromBytes } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";

const PREFIX_BYTES = 24;
const MAX_SEQUENCE = 2n ** 64n - 1n;

/** Whose batches are counted together. */
export type BatchSeries = {
  readonly chainId: number;
  /** In lower case. */
  readonly vault: EvmAddress;
  readonly tenantId: number;
};

/**
 * The id of a series' n-th batch: 24 bytes of keccak256 over the series, and the sequence number in 8.
 *
 * Nothing random: books that were restored from an old copy count to the same number again, and then vault and
 * signer refuse a second batch under that id, where a random id would pay twice. Neighbouring ids share a storage
 * word of the vault, which costs less gas.
 *
 * @throws InvariantError when the sequence does not fit
 */
export function batchIdOf({ chainId, vault, tenantId }: BatchSeries, sequence: bigint): Bytes32Hex {
  invariant(sequence >= 0n && sequence <= MAX_SEQUENCE, "a batch's sequence number fits 64 bits");
  const name = JSON.stringify(["payout", String(chainId), vault, String(tenantId)]);
  const prefix = keccak_256(new TextEncoder().encode(name)).subarray(0, PREFIX_BYTES);
  return `${hexFromBytes(prefix)}${sequence.toString(16).padStart(16, "0")}`;
}
