import type { PayoutLine } from "#domain/indexing/payout.ts";
import { custodyOf, type Posting, suspenseOf } from "#domain/indexing/posting.ts";

/** A withdrawal as its batch names it. */
export type BatchedWithdrawal = {
  readonly id: string;
  readonly userId: string;
  readonly position: number;
  readonly toAddress: string;
  readonly amountMinor: bigint;
};

/** What an executed batch means for the books and for the withdrawals it was made of. */
export type PayoutResult = {
  readonly postings: readonly Posting[];
  readonly paid: readonly BatchedWithdrawal[];
  readonly credited: readonly BatchedWithdrawal[];
  /** Every entry is a withdrawal of ours, so the batch is the one that the books know by its id. */
  readonly isOurs: boolean;
};

/**
 * Settles each entry against the withdrawal at its position.
 *
 * An entry that is no withdrawal of ours (the batch is unknown, or its row says something else) still took
 * coins out of the vault: those come out of suspense, so that custody keeps matching the vault. A credit that
 * nobody owns moves nothing: its coins are still in the vault, and leave through suspense when claimed.
 */
export function payoutObserved(
  causeId: string,
  currency: string,
  lines: readonly PayoutLine[],
  withdrawals: readonly BatchedWithdrawal[],
): PayoutResult {
  const byPosition = new Map(withdrawals.map((withdrawal) => [withdrawal.position, withdrawal]));
  const settled = lines.map((line, leg) => ({ line, leg, withdrawal: ownerOf(line, byPosition.get(leg)) }));
  const known = settled.flatMap(({ line, withdrawal }) =>
    withdrawal === undefined ? [] : [{ withdrawal, isCredited: line.isCredited }],
  );
  return {
    postings: settled.flatMap(({ line, leg, withdrawal }) =>
      linePostings({ causeId, leg, currency, line, userId: withdrawal?.userId }),
    ),
    paid: known.filter(({ isCredited }) => !isCredited).map(({ withdrawal }) => withdrawal),
    credited: known.filter(({ isCredited }) => isCredited).map(({ withdrawal }) => withdrawal),
    isOurs: known.length === lines.length,
  };
}

function ownerOf(line: PayoutLine, withdrawal: BatchedWithdrawal | undefined): BatchedWithdrawal | undefined {
  const isSame = withdrawal?.toAddress === line.account && withdrawal.amountMinor === line.quanta;
  return isSame ? withdrawal : undefined;
}

function linePostings(entry: {
  causeId: string;
  leg: number;
  currency: string;
  line: PayoutLine;
  userId: string | undefined;
}): Posting[] {
  const { causeId, leg, currency, line, userId: ownerId } = entry;
  const base = { causeId, leg, amountMinor: line.quanta };
  const custody = custodyOf(currency);
  if (ownerId === undefined) {
    if (line.isCredited) return [];
    return [{ ...base, code: "suspense_recorded", debit: suspenseOf(currency), credit: custody }];
  }
  const debit = { kind: "withdrawal_pending", currency, ownerId } as const;
  if (!line.isCredited) return [{ ...base, code: "withdrawal_paid", debit, credit: custody }];
  return [
    { ...base, code: "withdrawal_credited", debit, credit: { kind: "payout_credit", currency, ownerId } },
  ];
}
