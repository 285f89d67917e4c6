import { splitEvenly } from "#domain/indexing/depositPostings.ts";
import { type AccountRole, custodyOf, type Posting, suspenseOf } from "#domain/indexing/posting.ts";

/** An account that the money of an exit is owed from, and what it holds. Minor units. */
export type ExitSource = { readonly account: AccountRole; readonly balanceMinor: bigint };

/** The posting of coins that left the vault through the exit: whose they were is settled when that is final. */
export function exitObserved(causeId: string, currency: string, paidMinor: bigint): Posting[] {
  if (paidMinor === 0n) return [];
  const accounts = { debit: suspenseOf(currency), credit: custodyOf(currency) };
  return [{ causeId, leg: 0, code: "exit_paid", ...accounts, amountMinor: paidMinor }];
}

/**
 * The postings that take a final exit off what its owner was owed: out of one account after the other, until it is
 * paid. The exit pays what the last checkpoint says; what the books no longer owed by then (a bet lost after it, say)
 * stays in suspense, for people to look at.
 */
export function exitSettled(
  causeId: string,
  currency: string,
  paidMinor: bigint,
  sources: readonly ExitSource[],
): Posting[] {
  const postings: Posting[] = [];
  let left = paidMinor;
  for (const { account, balanceMinor } of sources) {
    const amountMinor = balanceMinor < left ? balanceMinor : left;
    if (amountMinor <= 0n) continue;
    left -= amountMinor;
    postings.push(settledBy(causeId, postings.length, account, currency, amountMinor));
  }
  return postings;
}

/** As `exitSettled`, for money that the house itself had paid in: out of each shard of the bankroll evenly. */
export function houseExitSettled(
  causeId: string,
  currency: string,
  paidMinor: bigint,
  shards: number,
): Posting[] {
  return splitEvenly(paidMinor, shards).flatMap((share, shard): Posting[] =>
    share === 0n
      ? []
      : [settledBy(causeId, shard, { kind: "house_bankroll", currency, shard }, currency, share)],
  );
}

function settledBy(
  causeId: string,
  leg: number,
  debit: AccountRole,
  currency: string,
  amountMinor: bigint,
): Posting {
  return { causeId, leg, code: "exit_settled", debit, credit: suspenseOf(currency), amountMinor };
}
