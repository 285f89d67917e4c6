import type { Bytes32Hex } from "#domain/chain/hex.ts";

/** A root that the registry is to hold. */
export interface WantedAnchor {
  readonly kind: Bytes32Hex;
  readonly epoch: bigint;
  readonly root: Bytes32Hex;
}
