import { custodyOf, type Posting, suspenseOf } from "#domain/indexing/posting.ts";

/** A part of a claimed credit and the user whose withdrawal it was. Minor units, above zero. */
export type CreditShare = { readonly userId: string; readonly amountMinor: bigint };

/**
 * The coins of a claimed credit leave the vault: each owner's share out of what that owner was credited, and
 * what belongs to nobody known out of suspense.
 *
 * @param shares the credits of the claiming account since its last claim, by owner
 */
export function creditClaimed(
  causeId: string,
  currency: string,
  amountMinor: bigint,
  shares: readonly CreditShare[],
): Posting[] {
  const postings: Posting[] = [];
  let left = amountMinor;
  for (const { userId: ownerId, amountMinor: share } of shares) {
    const taken = share < left ? share : left;
    if (taken === 0n) break;
    left -= taken;
    postings.push({
      causeId,
      leg: postings.length,
      code: "credit_claimed",
      debit: { kind: "payout_credit", currency, ownerId },
      credit: custodyOf(currency),
      amountMinor: taken,
    });
  }
  if (left === 0n) return postings;
  const unowned: Posting = {
    causeId,
    leg: postings.length,
    code: "suspense_recorded",
    debit: suspenseOf(currency),
    credit: custodyOf(currency),
    amountMinor: left,
  };
  return [...postings, unowned];
}
