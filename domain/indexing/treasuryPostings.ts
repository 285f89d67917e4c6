import { splitEvenly } from "#domain/indexing/depositPostings.ts";
import { custodyOf, type Posting } from "#domain/indexing/posting.ts";

/** The postings of surplus that the treasury took: out of the bankroll, evenly from each of its shards. */
export function treasuryTransferred(
  causeId: string,
  currency: string,
  amountMinor: bigint,
  shards: number,
): Posting[] {
  return splitEvenly(amountMinor, shards).flatMap((share, shard): Posting[] => {
    if (share === 0n) return [];
    const accounts = {
      debit: { kind: "house_bankroll", currency, shard },
      credit: custodyOf(currency),
    } as const;
    return [{ causeId, leg: shard, code: "bankroll_withdrawn", ...accounts, amountMinor: share }];
  });
}
