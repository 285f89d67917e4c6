import type { Hex } from "#domain/chain/hex.ts";

/** Where something happened: the place of the event that tells of it. */
export interface FactPlace {
  readonly vault: Hex;
  readonly emitter: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly txHash: Hex;
  readonly logIndex: number;
}

export interface PaidEntry {
  readonly account: Hex;
  readonly quanta: bigint;
  readonly isCredited: boolean;
}

/**
 * What really happened, in words of its own: the truth that an index is compared with is added up from these, and never
 * from logs. Amounts in quanta.
 */
export type Happening =
  | { readonly kind: "deposit"; readonly account: Hex; readonly token: Hex; readonly quanta: bigint }
  | {
      readonly kind: "entry";
      readonly isFirst: boolean;
      readonly account: Hex;
      readonly sponsor: Hex;
      readonly quanta: bigint;
      readonly placementHint: Hex;
      readonly nonce: bigint;
    }
  | {
      readonly kind: "payout";
      readonly batchId: Hex;
      readonly token: Hex;
      readonly entries: readonly PaidEntry[];
    }
  | { readonly kind: "claim"; readonly account: Hex; readonly token: Hex; readonly quanta: bigint }
  | {
      readonly kind: "checkpoint";
      readonly token: Hex;
      readonly epoch: bigint;
      readonly root: Hex;
      readonly total: bigint;
      readonly entered: bigint;
      readonly executed: bigint;
    }
  | { readonly kind: "treasury"; readonly token: Hex; readonly quanta: bigint }
  | { readonly kind: "exitActivated"; readonly token: Hex }
  | {
      readonly kind: "exit";
      readonly account: Hex;
      readonly token: Hex;
      /** The batch whose leaf it is; undefined for a free balance or deposits since the last checkpoint. */
      readonly batchId: Hex | undefined;
      readonly paid: bigint;
    }
  /** Anything that governs the vault; what it says stands in the log alone. */
  | { readonly kind: "governance"; readonly name: string }
  | { readonly kind: "anchor"; readonly subject: Hex; readonly epoch: bigint; readonly root: Hex };

export type Fact = FactPlace & Happening;
