import { custodyOf, type Posting, suspenseOf } from "#domain/indexing/posting.ts";

/** The posting of an entry into the plan that was paid: coins that came in and that no account is known for yet. */
export function entryObserved(causeId: string, currency: string, amountMinor: bigint): Posting[] {
  const accounts = { debit: custodyOf(currency), credit: suspenseOf(currency) };
  return [{ causeId, leg: 0, code: "entry_received", ...accounts, amountMinor }];
}
