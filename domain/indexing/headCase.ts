import type { RecordedHeader } from "#domain/indexing/vaultEvent.ts";

/** The last block whose events are recorded. */
export type Tip = Pick<RecordedHeader, "number" | "hash">;

/**
 * What a head that a node reports means for the one who stands at `tip`:
 * - `duplicate`: the tip itself;
 * - `behind`: an ancestor of the tip, so the node lags and there is nothing to do;
 * - `next`: the tip's child;
 * - `gap`: further on; the blocks between are to be fetched, and will show whether they descend from the tip;
 * - `fork`: a block that contradicts what is recorded.
 */
export type HeadCase = "duplicate" | "behind" | "next" | "gap" | "fork";

/**
 * Judges a reported head.
 *
 * @param recordedHash the hash recorded for the head's number, where one still is; a head so far back that
 * none is kept counts as `behind`, because nothing speaks against it
 */
export function headCase(tip: Tip, head: RecordedHeader, recordedHash: string | undefined): HeadCase {
  if (head.number > tip.number + 1n) return "gap";
  if (head.number === tip.number + 1n) return head.parentHash === tip.hash ? "next" : "fork";
  if (head.number === tip.number) return head.hash === tip.hash ? "duplicate" : "fork";
  return recordedHash === undefined || recordedHash === head.hash ? "behind" : "fork";
}
