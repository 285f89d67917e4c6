import type { Bytes32Hex, EvmAddress, Hex } from "#domain/chain/hex.ts";

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

/** An account paid into the vault. Amounts of all events in quanta, which are minor units; addresses in lower case. */
export type Deposited = EventPlace & {
  readonly name: "Deposited";
  readonly args: { readonly account: EvmAddress; readonly token: EvmAddress; readonly quanta: bigint };
};

/** A batch was executed; `credited` is the part of `total` that recipients refused and can claim. */
export type PayoutExecuted = EventPlace & {
  readonly name: "PayoutExecuted";
  readonly args: {
    readonly batchId: Bytes32Hex;
    readonly token: EvmAddress;
    readonly total: bigint;
    readonly count: number;
    readonly credited: bigint;
    readonly entries: Hex;
  };
};

/** A recipient refused its payment. Comes before the `PayoutExecuted` of the same transaction. */
export type PayoutCredited = EventPlace & {
  readonly name: "PayoutCredited";
  readonly args: {
    readonly batchId: Bytes32Hex;
    readonly account: EvmAddress;
    readonly token: EvmAddress;
    readonly quanta: bigint;
  };
};

/** An account claimed all its credit in a token. */
export type CreditClaimed = EventPlace & {
  readonly name: "CreditClaimed";
  readonly args: {
    readonly account: EvmAddress;
    readonly token: EvmAddress;
    readonly to: EvmAddress;
    readonly quanta: bigint;
  };
};

/** Everything that the indexer reads from a vault. */
export type VaultEvent = Deposited | PayoutExecuted | PayoutCredited | CreditClaimed;

export type VaultEventName = VaultEvent["name"];

/** What a block is known by. */
export type Header = {
  readonly number: bigint;
  readonly hash: Bytes32Hex;
  readonly parentHash: Bytes32Hex;
  /** Unix seconds. */
  readonly timestamp: bigint;
};

/** Orders events as the chain does. Both must be of the same branch. */
export function compareEvents(a: EventPlace, b: EventPlace): number {
  if (a.blockNumber !== b.blockNumber) return a.blockNumber < b.blockNumber ? -1 : 1;
  return a.logIndex - b.logIndex;
}

/** True for events of that name, and tells the compiler so. */
export function isNamed<Name extends VaultEventName>(
  event: VaultEvent,
  name: Name,
): event is Extract<VaultEvent, { name: Name }> {
  return event.name === name;
}
