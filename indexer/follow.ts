import { takeBlocks } from "#domain/indexing/blockRange.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import { recordRange } from "#indexer/recordRange.ts";
import type { Session, StepResult } from "#indexer/session.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";

/** Blocks recorded in one step near the head, each with its header. */
const MAX_FOLLOW_BLOCKS = 100;

/** Records the blocks up to the head, all of their headers included: any of them may still be dropped. */
export async function follow(session: Session, cursor: Cursor, head: Header): Promise<StepResult> {
  const blocks = Math.min(MAX_FOLLOW_BLOCKS, session.rangeSize.blocks);
  const range = takeBlocks({ from: cursor.number + 1n, to: head.number }, blocks);
  return recordRange(session, { cursor, head, range, needsAllHeaders: true });
}
