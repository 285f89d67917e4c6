import { type BlockRange, countBlocks, nextRangeBlocks } from "#domain/indexing/blockRange.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import { commitPiece } from "#indexer/commitPiece.ts";
import { findFork } from "#indexer/findFork.ts";
import type { Session, StepResult } from "#indexer/session.ts";
import { type BranchPiece, fetchRange } from "#indexer/source/fetchRange.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";

/** Records one range, or takes blocks back when the range turns out to be on another branch. */
export async function recordRange(
  session: Session,
  work: { cursor: Cursor; head: Header; range: BlockRange; needsAllHeaders: boolean },
): Promise<StepResult> {
  const { cursor, head } = work;
  const piece = await fetchAdaptively(session, work);
  if (piece.headers[0]?.parentHash !== cursor.hash) return rewind(session, cursor, head);
  const { pool, vault, rules } = session;
  const moved = await commitPiece(pool, { vault, cursor, piece, headNumber: head.number, rules });
  return { kind: "recorded", cursor: moved, headNumber: head.number, events: piece.events.length };
}

/** Goes back to the last block that both branches share; the next steps record the new one. */
export async function rewind(session: Session, cursor: Cursor, head: Header): Promise<StepResult> {
  const { pool, reader, vault, rules } = session;
  const fork = await findFork(pool, reader, { vault, cursor, maxDepth: rules.maxReorgDepth });
  // Both branches changed places while being looked at: the next step sees which one stayed.
  if (fork.number === cursor.number) return { kind: "idle", cursor, headNumber: head.number };
  const rewound = await session.rewind(pool, { vault, cursor, fork });
  return { kind: "rewound", cursor: rewound.cursor, headNumber: head.number, rewound };
}

/** Fetches the range and learns from it how much to ask for at once next time. */
async function fetchAdaptively(
  session: Session,
  { range, needsAllHeaders }: { range: BlockRange; needsAllHeaders: boolean },
): Promise<BranchPiece> {
  try {
    const piece = await fetchRange(session.reader, { vault: session.vault.address, range, needsAllHeaders });
    // Events of single blocks say nothing about ranges.
    if (needsAllHeaders) return piece;
    const outcome = {
      kind: "fetched",
      blocks: Number(countBlocks(range)),
      events: piece.events.length,
    } as const;
    session.rangeBlocks = nextRangeBlocks(session.rangeBlocks, outcome);
    return piece;
  } catch (error) {
    if (error instanceof RpcFailure && error.kind === "limit") {
      const asked = Math.min(session.rangeBlocks, Number(countBlocks(range)));
      session.rangeBlocks = nextRangeBlocks(asked, { kind: "refused" });
    }
    throw error;
  }
}
