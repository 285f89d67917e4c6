import type { ChangePlace, GovernanceDelay } from "#domain/api/governance.ts";
import { type DelayedValue, valueAt } from "#domain/indexing/delayedValue.ts";

/** The last second that a date of four digits can say; contracts take any number for a time. */
const LAST_SECOND = 253_402_300_799n;

/** Unix seconds, as contracts count them, in words. */
export function momentOf(seconds: bigint): string {
  const shown = seconds > LAST_SECOND ? LAST_SECOND : seconds;
  return new Date(Number(shown) * 1_000).toISOString();
}

/** Where the chain has said something. */
export interface PlaceRow {
  readonly block_number: bigint;
  readonly block_time: bigint;
  readonly tx_hash: string;
  readonly log_index: number;
}

export function placeOf(row: PlaceRow, finalBlock: bigint | null): ChangePlace {
  return {
    blockNumber: row.block_number.toString(),
    txHash: row.tx_hash,
    logIndex: row.log_index,
    at: momentOf(row.block_time),
    isFinal: finalBlock !== null && row.block_number <= finalBlock,
  };
}

/** A delay as its table keeps it: the one that holds from a moment on, and the one until then. */
export interface DelayRow {
  readonly delay: bigint;
  readonly prior: bigint;
  readonly from: bigint;
}

/** @param now in Unix seconds */
export function delayOf({ delay, prior, from }: DelayRow, now: bigint): GovernanceDelay {
  const delayed: DelayedValue = { value: Number(delay), prior: Number(prior), from: Number(from) };
  const isAnnounced = now < from;
  return {
    seconds: valueAt(delayed, Number(now)),
    next: isAnnounced ? { seconds: delayed.value, from: momentOf(from) } : null,
  };
}
