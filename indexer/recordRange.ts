import { type BlockRange, countBlocks, nextRange, type RangeOutcome } from "#domain/indexing/blockRange.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import { commitPiece } from "#indexer/commitPiece.ts";
import { confirmNext, finalLimit } from "#indexer/confirmFinal.ts";
import { readSecond, requireConfirmed } from "#indexer/confirmPiece.ts";
import { findFork } from "#indexer/findFork.ts";
import { type PreparedPiece, preparePiece } from "#indexer/preparePiece.ts";
import { recordAnew, recordMissing } from "#indexer/recordAnew.ts";
import { recordLargeBlock } from "#indexer/recordLargeBlock.ts";
import type { Session, StepResult } from "#indexer/session.ts";
import { fetchRange, TooManyEvents } from "#indexer/source/fetchRange.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";

export interface RangeWork {
  readonly cursor: Cursor;
  readonly head: Header;
  readonly range: BlockRange;
  readonly needsAllHeaders: boolean;
  /** The blocks that come next, where they may be fetched already. */
  readonly rangeAfter?: () => BlockRange | undefined;
}

/** Records one range, or takes blocks back when the range turns out to be on another branch. */
export async function recordRange(session: Session, work: RangeWork): Promise<StepResult> {
  const { cursor, head } = work;
  const [piece, confirmation] = await Promise.all([
    takePiece(session, work),
    confirmNext(session, cursor, head.number),
  ]);
  if (confirmation?.verdict === "outvoted") return recordAnew(session, { cursor, head, confirmation });
  const limit = finalLimit(session, cursor, { confirmation, isSettled: !work.needsAllHeaders });
  if (piece === "too large") {
    const recorded = await recordLargeBlock(session, {
      cursor,
      head,
      number: work.range.from,
      finalLimit: limit,
    });
    return recorded ?? rewind(session, cursor, head);
  }
  if (piece.headers[0]?.parentHash !== cursor.hash) return rewind(session, cursor, head);
  lookAhead(session, work);
  try {
    const moved = await commitPiece(session, { cursor, piece, headNumber: head.number, finalLimit: limit });
    return { kind: "recorded", cursor: moved, headNumber: head.number, events: piece.events.length };
  } catch (failure) {
    return recordMissing(session, { cursor, head, failure });
  }
}

/** Goes back to the last block that both branches share; the next steps record the new one. */
export async function rewind(session: Session, cursor: Cursor, head: Header): Promise<StepResult> {
  const { pool, reader, vault, rules } = session;
  const fork = await findFork(pool, reader, {
    vault,
    cursor,
    headNumber: head.number,
    maxDepth: rules.maxReorgDepth,
  });
  // Both branches changed places while being looked at: the next step sees which one stayed.
  if (fork.number === cursor.number && fork.hash === cursor.hash)
    return { kind: "idle", cursor, headNumber: head.number };
  const rewound = await session.rewind(pool, { vault, cursor, fork });
  return { kind: "rewound", cursor: rewound.cursor, headNumber: head.number, rewound };
}

/** The range's piece, fetched meanwhile or now; a single block may be too large to be held in memory. */
async function takePiece(session: Session, work: RangeWork): Promise<PreparedPiece | "too large"> {
  const ahead = session.lookAhead;
  session.lookAhead = undefined;
  try {
    return await (ahead?.range === work.range ? ahead.piece : fetchAdaptively(session, work));
  } catch (error) {
    const isLimit = error instanceof RpcFailure && error.kind === "limit";
    if (isLimit && countBlocks(work.range) === 1n) return "too large";
    throw error;
  }
}

/** Begins to fetch the next piece: the network and this process work while the database does. */
function lookAhead(session: Session, { rangeAfter }: RangeWork): void {
  const range = rangeAfter?.();
  if (range === undefined) return;
  const piece = fetchAdaptively(session, { range, needsAllHeaders: false });
  // Whoever takes the piece sees the failure; if nobody does, nothing is lost.
  piece.catch(() => undefined);
  session.lookAhead = { range, piece };
}

/** Fetches the range and learns from it how much to ask for at once next time. */
async function fetchAdaptively(
  session: Session,
  { range, needsAllHeaders }: Pick<RangeWork, "range" | "needsAllHeaders">,
): Promise<PreparedPiece> {
  const blocks = Number(countBlocks(range));
  try {
    const [piece, second] = await Promise.all([
      fetchRange(session.reader, { house: session.vault, range, needsAllHeaders }),
      needsAllHeaders ? undefined : readSecond(session, { range }),
    ]);
    await requireConfirmed(session, piece, second);
    const events = piece.events.length;
    session.rangeSize = nextRange(session.rangeSize, { kind: "fetched", blocks, events });
    return await preparePiece(session, piece, { isSettled: !needsAllHeaders });
  } catch (error) {
    if (error instanceof RpcFailure)
      session.rangeSize = nextRange(session.rangeSize, outcomeOf(error, blocks));
    throw error;
  }
}

function outcomeOf(failure: RpcFailure, blocks: number): RangeOutcome {
  if (failure instanceof TooManyEvents) {
    return { kind: "fetched", blocks: failure.blocks, events: failure.events };
  }
  // A single block that is too large says nothing about ranges.
  return { kind: failure.kind === "limit" && blocks > 1 ? "refused" : "failed", blocks };
}
