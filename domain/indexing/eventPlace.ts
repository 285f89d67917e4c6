import type { Bytes32Hex } from "#domain/chain/hex.ts";

/** Where in the chain an event stands. Hashes in lower case. */
export type EventPlace = {
  readonly chainId: number;
  readonly blockNumber: bigint;
  readonly blockHash: Bytes32Hex;
  /** Unix seconds. */
  readonly blockTime: bigint;
  readonly txHash: Bytes32Hex;
  /** The place of the event among those of its block, from 0. */
  readonly logIndex: number;
};
