import { invariant } from "#domain/errors.ts";

/** Blocks `from` to `to`, both included; never empty. */
export type BlockRange = { readonly from: bigint; readonly to: bigint };

/** The most blocks that one request for events covers. */
export const MAX_RANGE_BLOCKS = 10_000;
/** How many blocks the first request covers. */
export const FIRST_RANGE_BLOCKS = 2_000;
/** Answers with more events than this make the next range smaller: a transaction holds about so many. */
export const TARGET_RANGE_EVENTS = 5_000;

/** The range, or undefined when it holds no block. */
export function blockRange(from: bigint, to: bigint): BlockRange | undefined {
  return from <= to ? { from, to } : undefined;
}

/** How many blocks the range holds. */
export function countBlocks({ from, to }: BlockRange): bigint {
  return to - from + 1n;
}

/** The first `blocks` blocks of the range, or all of it when it has no more. */
export function takeBlocks({ from, to }: BlockRange, blocks: number): BlockRange {
  invariant(Number.isSafeInteger(blocks) && blocks > 0, "a range is cut to a positive number of blocks");
  const last = from + BigInt(blocks) - 1n;
  return { from, to: last < to ? last : to };
}

/** All block numbers of the range, ascending. */
export function blocksOf(range: BlockRange): bigint[] {
  return Array.from({ length: Number(countBlocks(range)) }, (_, index) => range.from + BigInt(index));
}

/** How a request for the events of a range ended. */
export type RangeOutcome =
  | { readonly kind: "refused" }
  | { readonly kind: "fetched"; readonly blocks: number; readonly events: number };

/**
 * How many blocks the next request covers: half after the node refused a range as too large or it held too
 * many events, a quarter more after one that went well, within 1 … `MAX_RANGE_BLOCKS`.
 *
 * A range that was cut short says nothing about larger ones, so only a full one makes the size grow.
 */
export function nextRangeBlocks(current: number, outcome: RangeOutcome): number {
  if (outcome.kind === "refused" || outcome.events > TARGET_RANGE_EVENTS)
    return Math.max(1, Math.floor(current / 2));
  if (outcome.blocks < current || outcome.events > TARGET_RANGE_EVENTS / 2) return current;
  return Math.min(MAX_RANGE_BLOCKS, current + Math.ceil(current / 4));
}
