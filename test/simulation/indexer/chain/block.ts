import type { Hex } from "#domain/chain/hex.ts";
import type { Fact } from "./fact.ts";
import type { VaultState } from "./vaultState.ts";

/** A log as a node's JSON gives it, with numbers that are still numbers. */
export interface SimLog {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly txHash: Hex;
  readonly txIndex: number;
  readonly logIndex: number;
}

/** A block of the simulated chain: what nodes tell of it, and what really happened in it. */
export interface SimBlock {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  readonly timestamp: number;
  readonly bloom: Hex;
  readonly logs: readonly SimLog[];
  readonly facts: readonly Fact[];
  /** Each vault after this block, by address. */
  readonly vaults: ReadonlyMap<Hex, VaultState>;
}
