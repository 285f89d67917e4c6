import { custodyEffect } from "#domain/indexing/custodyEffect.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import type { VaultEvent, VaultEventName } from "#domain/indexing/vaultEvent.ts";

/** Why an event's money is nobody's. */
export type SuspenseReason =
  /** A batch paid somebody who was owed nothing. */
  | "unknown_payout"
  /** A credit was claimed that was nobody's. */
  | "unowned_claim"
  /** The exit paid more than its account had left, or its settlement is still to come. */
  | "unsettled_exit"
  /** The books have no account for the token. */
  | "token_without_currency";

/** Events whose postings may leave something in suspense. Entries do, always, and are on record by themselves. */
const SUSPENDING_NAMES = [
  "PayoutExecuted",
  "CreditClaimed",
  "Exited",
  "DepositsExited",
] as const satisfies readonly VaultEventName[];
export type SuspendingName = (typeof SUSPENDING_NAMES)[number];
type Suspending = Extract<VaultEvent, { name: SuspendingName }>;

/** By how much a set of postings changes what is in suspense: above zero, coins came in for nobody. Minor units. */
export function suspenseEffect(postings: readonly Posting[]): bigint {
  return postings.reduce((sum, { debit, credit, amountMinor }) => {
    if (credit.kind === "suspense") return sum + amountMinor;
    return debit.kind === "suspense" ? sum - amountMinor : sum;
  }, 0n);
}

/** True for events whose postings may leave something in suspense. */
export function isSuspending(event: VaultEvent): event is Suspending {
  return SUSPENDING_NAMES.some((name) => name === event.name);
}

export function suspenseReason({ name }: Suspending): SuspenseReason {
  switch (name) {
    case "PayoutExecuted":
      return "unknown_payout";
    case "CreditClaimed":
      return "unowned_claim";
    case "Exited":
    case "DepositsExited":
      return "unsettled_exit";
  }
}

/** Whether the event moved coins of a token that no account can be kept in, other than an entry's. */
export function isUnlisted(event: VaultEvent, isListed: (token: string) => boolean): boolean {
  if (event.name === "RegistrationAccepted" || event.name === "RetopupCompleted") return false;
  return "token" in event.args && !isListed(event.args.token) && custodyEffect(event) !== 0n;
}

/** Whose account the event names; a batch names many. */
export function accountOf(event: VaultEvent): string | undefined {
  return "account" in event.args ? event.args.account : undefined;
}
