import type { Hex } from "#domain/chain/hex.ts";
import type { BlockRange } from "#domain/indexing/blockRange.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";

/** Which logs are wanted: those of a range, or of the one block with this hash. */
export type LogsWanted = { readonly range: BlockRange } | { readonly blockHash: Hex };

/**
 * What the indexer asks of a chain. Answers are parsed; failures are `RpcFailure`.
 *
 * Logs are those of the events that are read (`EVENT_TOPICS`), of any of the emitters, and nothing else: an answer with
 * a log of someone else's, or from outside of what was asked for, fails.
 */
export interface ChainReader {
  /** The newest block. */
  head(): Promise<Header>;
  /** The number of the block that the chain calls final; undefined where it calls none so. */
  finalized(): Promise<bigint | undefined>;
  /** The headers of these blocks in the order asked for; undefined for a block that the node does not have. */
  headers(numbers: readonly bigint[]): Promise<(Header | undefined)[]>;
  /**
   * The logs in the order of the chain, a part at a time and each part as soon as it is there, so that an answer may be
   * larger than memory. Whoever stops early ends the request. Fails, maybe after some parts, on the first log that
   * is none of those wanted or not behind the one before it.
   */
  logs(emitters: readonly Hex[], wanted: LogsWanted): AsyncIterable<readonly RawLog[]>;
  /**
   * All logs of exactly these blocks, in the order of the chain. A node that does not have one of them fails; more than
   * memory should hold is a failure of kind `limit`.
   */
  logsOf(emitters: readonly Hex[], blockHashes: readonly Hex[]): Promise<RawLog[]>;
  /** What the vault holds of a token after that block, in the token's smallest unit. */
  balanceAt(vault: Hex, token: Hex, blockNumber: bigint): Promise<bigint>;
  /** Called when the chain stands still: whoever answers may lag, so ask someone else where there is one. */
  distrust(): void;
}
