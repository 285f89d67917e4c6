import { type BlockRange, blockRange, takeBlocks } from "#domain/indexing/blockRange.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import { recordRange } from "#indexer/recordRange.ts";
import type { Session, StepResult } from "#indexer/session.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";

/** Whether the next block lies deeper than any reorg goes. */
export function isFarBehind({ rules }: Session, cursor: Cursor, head: Header): boolean {
  return cursor.number < head.number - BigInt(rules.maxReorgDepth);
}

/**
 * Records as many blocks as one request covers, up to where reorgs begin, and has the next ones fetched meanwhile. The
 * blocks in between are settled, so only those with events need their headers, and those at the edges.
 */
export async function backfill(session: Session, cursor: Cursor, head: Header): Promise<StepResult> {
  const settled = head.number - BigInt(session.rules.maxReorgDepth);
  const from = cursor.number + 1n;
  const ahead = session.lookAhead?.range;
  const isAhead = ahead?.from === from && ahead.to <= settled;
  const range = isAhead ? ahead : takeBlocks({ from, to: settled }, session.rangeSize.blocks);
  const rangeAfter = (): BlockRange | undefined => {
    const rest = blockRange(range.to + 1n, settled);
    return rest && takeBlocks(rest, session.rangeSize.blocks);
  };
  return recordRange(session, { cursor, head, range, needsAllHeaders: false, rangeAfter });
}
