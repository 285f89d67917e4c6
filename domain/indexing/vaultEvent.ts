import type { Bytes32Hex, EvmAddress, Hex } from "#domain/chain/hex.ts";
import type { EventPlace } from "#domain/indexing/eventPlace.ts";
import type { GovernanceEvent } from "#domain/indexing/governanceEvent.ts";

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

/** What an entry into the plan says; it is always paid in the native coin. */
type EntryArgs = {
  readonly account: EvmAddress;
  readonly sponsor: EvmAddress;
  readonly token: EvmAddress;
  readonly quanta: bigint;
  readonly placementHint: Bytes32Hex;
  readonly nonce: bigint;
};

/** A new member paid its registration. */
export type RegistrationAccepted = EventPlace & {
  readonly name: "RegistrationAccepted";
  readonly args: EntryArgs;
};

/** A member paid a further entry. */
export type RetopupCompleted = EventPlace & { readonly name: "RetopupCompleted"; readonly args: EntryArgs };

/** What the house owes was published: the root and the total of all leaves, as of a cut. */
export type CheckpointPublished = EventPlace & {
  readonly name: "CheckpointPublished";
  readonly args: {
    readonly token: EvmAddress;
    readonly epoch: bigint;
    readonly root: Bytes32Hex;
    readonly total: bigint;
    readonly entered: bigint;
    readonly executed: bigint;
  };
};

/** The treasury took surplus. */
export type TreasuryTransferred = EventPlace & {
  readonly name: "TreasuryTransferred";
  readonly args: { readonly token: EvmAddress; readonly to: EvmAddress; readonly quanta: bigint };
};

/** The exit was opened, for good; one event per token. */
export type ExitActivated = EventPlace & {
  readonly name: "ExitActivated";
  readonly args: {
    readonly token: EvmAddress;
    readonly epoch: bigint;
    readonly payableQuanta: bigint;
    readonly claimQuanta: bigint;
  };
};

/** A leaf of the last checkpoint left the vault; `paid` is less than `quanta` where the vault is short. */
export type Exited = EventPlace & {
  readonly name: "Exited";
  readonly args: {
    readonly account: EvmAddress;
    readonly token: EvmAddress;
    /** The batch that the amount waited in; zero for a free balance. */
    readonly batchId: Bytes32Hex;
    readonly to: EvmAddress;
    readonly quanta: bigint;
    readonly paid: bigint;
  };
};

/** What an account had paid in after the last checkpoint's cut left the vault. */
export type DepositsExited = EventPlace & {
  readonly name: "DepositsExited";
  readonly args: {
    readonly account: EvmAddress;
    readonly token: EvmAddress;
    readonly to: EvmAddress;
    readonly quanta: bigint;
    readonly paid: bigint;
  };
};

/** The vault carries a token from now on. */
export type TokenListed = EventPlace & {
  readonly name: "TokenListed";
  readonly args: { readonly token: EvmAddress; readonly quantum: bigint };
};

/** Something was paused or resumed. */
export type PauseChanged = EventPlace & {
  readonly name: "EntriesPauseChanged" | "PayoutsPauseChanged";
  readonly args: { readonly oldPaused: boolean; readonly newPaused: boolean };
};

/** Everything that the indexer reads: from a vault, its authority and its fairness registry. */
export type VaultEvent =
  | Deposited
  | RegistrationAccepted
  | RetopupCompleted
  | PayoutExecuted
  | PayoutCredited
  | CreditClaimed
  | CheckpointPublished
  | TreasuryTransferred
  | ExitActivated
  | Exited
  | DepositsExited
  | TokenListed
  | PauseChanged
  | GovernanceEvent;

export type VaultEventName = VaultEvent["name"];

/** What a block is known by. */
export type RecordedHeader = {
  readonly number: bigint;
  readonly hash: Bytes32Hex;
  readonly parentHash: Bytes32Hex;
  /** Unix seconds. */
  readonly timestamp: bigint;
};

/** A block's header as a node gives it. */
export type Header = RecordedHeader & {
  /** 256 bytes that tell which addresses and topics the block's logs cannot have. */
  readonly logsBloom: Hex;
};

/** Orders events as the chain does. Both must be of the same branch. */
export function compareEvents(a: EventPlace, b: EventPlace): number {
  if (a.blockNumber !== b.blockNumber) return a.blockNumber < b.blockNumber ? -1 : 1;
  return a.logIndex - b.logIndex;
}

/** The token that an event is about; undefined for one about the whole vault. */
export function tokenOf({ args }: VaultEvent): EvmAddress | undefined {
  return "token" in args ? args.token : undefined;
}

/** True for events of that name, and tells the compiler so. */
export function isNamed<Name extends VaultEventName>(
  event: VaultEvent,
  name: Name,
): event is Extract<VaultEvent, { name: Name }> {
  return event.name === name;
}
