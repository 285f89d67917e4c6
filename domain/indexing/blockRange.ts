import { invariant } from "#domain/errors.ts";

/** Blocks `from` to `to`, both included; never empty. */
export type BlockRange = { readonly from: bigint; readonly to: bigint };

/** The most blocks that one request for events covers. */
export const MAX_RANGE_BLOCKS = 1_000_000;
/** How many blocks the first request covers. */
const FIRST_RANGE_BLOCKS = 2_000;
/** How many events a request should bring: a transaction holds about so many. */
export const TARGET_RANGE_EVENTS = 10_000;
/** The most events that are held in memory at once; a range with more is asked for in smaller ones. */
export const MAX_PIECE_EVENTS = 2 * TARGET_RANGE_EVENTS;

/** Ranges grow by this factor at most, so that a quiet stretch does not lead to a request for everything. */
const MAX_GROWTH = 8;

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

/** How much is asked for at once, and what was learnt about what the nodes take. */
export type RangeSize = {
  /** How many blocks the next request covers. */
  readonly blocks: number;
  /** The largest request that went well; 0 when the nodes refused less since. */
  readonly accepted: number;
  /** The smallest that was refused: requests stay below it. */
  readonly refused: number;
  /** Requests that went well since one was refused. */
  readonly successes: number;
};

/** Before anything is known. */
export const FIRST_RANGE: RangeSize = {
  blocks: FIRST_RANGE_BLOCKS,
  accepted: 0,
  refused: MAX_RANGE_BLOCKS + 1,
  successes: 0,
};

/** How a request for the events of a range ended. */
export type RangeOutcome =
  /** The node took the range as too large. */
  | { readonly kind: "refused"; readonly blocks: number }
  /** No answer came, for whatever reason. */
  | { readonly kind: "failed"; readonly blocks: number }
  /** So many events were in so many blocks. */
  | { readonly kind: "fetched"; readonly blocks: number; readonly events: number };

/** After so many requests that went well, more than what was refused is tried again: nodes change. */
const FORGET_AFTER_SUCCESSES = 100;

/**
 * How much the next request covers, within 1 … `MAX_RANGE_BLOCKS`: as many blocks as hold `TARGET_RANGE_EVENTS` if
 * events come as densely as they did, but not as many as were refused. Between what the nodes took and what they
 * refused, the middle is tried, so that any limit is found in a few requests.
 *
 * A request that fails may have asked for more than a node manages in time, so large ones become smaller then; that says
 * nothing about what nodes take.
 */
export function nextRange(current: RangeSize, outcome: RangeOutcome): RangeSize {
  switch (outcome.kind) {
    case "refused":
      return smaller(current, outcome.blocks);
    case "failed": {
      const half = Math.max(FIRST_RANGE_BLOCKS, Math.floor(outcome.blocks / 2));
      return { ...current, blocks: Math.min(current.blocks, half) };
    }
    case "fetched":
      return fitting(current, outcome);
  }
}

function smaller(current: RangeSize, refused: number): RangeSize {
  const accepted = current.accepted < refused ? current.accepted : 0;
  const blocks = Math.max(1, accepted, Math.floor(refused / 2));
  return { blocks, accepted, refused: Math.max(2, refused), successes: 0 };
}

function fitting(
  current: RangeSize,
  fetched: { readonly blocks: number; readonly events: number },
): RangeSize {
  const { blocks, events } = fetched;
  const isForgiven = current.successes + 1 >= FORGET_AFTER_SUCCESSES;
  const refused = isForgiven ? Math.min(2 * current.refused, MAX_RANGE_BLOCKS + 1) : current.refused;
  const successes = isForgiven ? 0 : current.successes + 1;
  const accepted = Math.min(Math.max(current.accepted, blocks), refused - 1);
  const wanted = events === 0 ? MAX_RANGE_BLOCKS : Math.floor((blocks * TARGET_RANGE_EVENTS) / events);
  // A range that was cut short says nothing about larger ones than it.
  const grown = blocks < current.blocks ? current.blocks : blocks * MAX_GROWTH;
  const halfway = Math.ceil((accepted + refused - 1) / 2);
  return { blocks: Math.max(1, Math.min(wanted, grown, halfway)), accepted, refused, successes };
}
