import type { Hex } from "#domain/chain/hex.ts";
import type { BlockRange } from "#domain/indexing/blockRange.ts";
import type { Header, VaultEvent } from "#domain/indexing/vaultEvent.ts";

/** What the indexer asks of a chain. Answers are parsed; failures are `RpcFailure`. */
export interface ChainReader {
  /** The newest block. */
  head(): Promise<Header>;
  /** The headers of these blocks in the order asked for; undefined for a block that the node does not have. */
  headers(numbers: readonly bigint[]): Promise<(Header | undefined)[]>;
  /** The vault's events in the range, in the order of the chain. */
  events(vault: Hex, range: BlockRange): Promise<VaultEvent[]>;
  /** The vault's events in exactly these blocks. A node that does not have one of them fails. */
  eventsOf(vault: Hex, blockHashes: readonly Hex[]): Promise<VaultEvent[]>;
  /** What the vault holds of a token after that block, in the token's smallest unit. */
  balanceAt(vault: Hex, token: Hex, blockNumber: bigint): Promise<bigint>;
  /** Called when the chain stands still: whoever answers may lag, so ask someone else where there is one. */
  distrust(): void;
}
