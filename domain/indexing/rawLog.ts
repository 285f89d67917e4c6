import type { Bytes32Hex, EvmAddress, Hex } from "#domain/chain/hex.ts";

/** A log as a node gives it and as it is recorded, before it is known what it says. All text in lower case. */
export type RawLog = {
  /** The contract that emitted it. */
  readonly address: EvmAddress;
  /** One to four; the first tells the kind of event. */
  readonly topics: readonly Bytes32Hex[];
  readonly data: Hex;
  readonly blockNumber: bigint;
  readonly blockHash: Bytes32Hex;
  readonly txHash: Bytes32Hex;
  /** The place of the log among those of its block, from 0. */
  readonly logIndex: number;
};
