import type { AccountKind } from "#domain/ledger/accounts.ts";
import type { TransferCode } from "#domain/ledger/transfer.ts";

/** An account by what it is for, before its row is looked up. */
export type AccountRole = {
  readonly kind: AccountKind;
  readonly currency: string;
  /** The user that a player's account belongs to. */
  readonly ownerId?: string;
  /** Which part of an account that the house splits; 0 when left out. */
  readonly shard?: number;
};

/** A transfer whose accounts are still roles. Amounts in minor units, above zero. */
export type Posting = {
  readonly causeId: string;
  /** The place of this posting among those of its cause, from 0. */
  readonly leg: number;
  readonly code: TransferCode;
  readonly debit: AccountRole;
  readonly credit: AccountRole;
  readonly amountMinor: bigint;
};

/** The mirror of the vault: its balance is minus what the vault holds. */
export function custodyOf(currency: string): AccountRole {
  return { kind: "custody", currency };
}

/** Where money stays that nobody can be found for. */
export function suspenseOf(currency: string): AccountRole {
  return { kind: "suspense", currency };
}
