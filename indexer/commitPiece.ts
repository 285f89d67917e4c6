import type pg from "pg";
import { notifyActivity } from "#backend/db/activityChannel.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { invariant } from "#domain/errors.ts";
import { blockRange } from "#domain/indexing/blockRange.ts";
import { finalBlock } from "#domain/indexing/finality.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import { settleExits } from "#indexer/handlers/exited.ts";
import { openScope, type Scope } from "#indexer/handlers/handler.ts";
import { finalizeEvents, observeEvents } from "#indexer/project.ts";
import type { BranchPiece } from "#indexer/source/fetchRange.ts";
import { type Cursor, moveCursor, requireCursor } from "#indexer/store/cursor.store.ts";
import { findEvents, saveEvents } from "#indexer/store/event.store.ts";
import { pruneHeadersBefore, saveHeaders } from "#indexer/store/header.store.ts";
import { post } from "#indexer/store/posting.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** How deep a reorg may go, and how deep a block must lie for its money to be final. */
export interface DepthRules {
  readonly maxReorgDepth: number;
  readonly finalityDepth: number;
}

export interface PieceToCommit {
  readonly vault: HouseVault;
  /** Where the cursor stands; the piece begins right after it. */
  readonly cursor: Cursor;
  readonly piece: BranchPiece;
  readonly headNumber: bigint;
  readonly rules: DepthRules;
}

/**
 * Records the next piece of the branch: raw events, what follows from them, what became final, headers and
 * cursor, all in one transaction. Whatever kills the process, the record ends at a block's edge.
 * @throws CursorMoved when another indexer was faster
 */
export async function commitPiece(pool: pg.Pool, work: PieceToCommit): Promise<Cursor> {
  const { vault, piece, rules } = work;
  const tip = piece.headers.at(-1);
  invariant(tip?.number === piece.range.to, "a piece ends with the header of its last block");
  return inTransaction(pool, async (client) => {
    const cursor = await requireCursor(client, vault, work.cursor);
    const scope = await openScope(client, vault);
    await saveEvents(client, vault, piece.events);
    const observed = await observeEvents(scope, piece.events);
    const finalNumber = later(
      cursor.finalNumber,
      finalBlock(work.headNumber, tip.number, rules.finalityDepth),
    );
    const final = await newlyFinal(scope, cursor.finalNumber, finalNumber);
    const finalized = await finalizeEvents(scope, final);
    await post(client, vault.tenantId, [...observed, ...finalized]);
    await settleExits(scope, final);
    await saveHeaders(client, vault, piece.headers);
    // The fork block of the deepest reorg is one further down than the blocks that it drops.
    await pruneHeadersBefore(client, vault, tip.number - BigInt(rules.maxReorgDepth));
    const moved = { number: tip.number, hash: tip.hash, headNumber: work.headNumber, finalNumber };
    await moveCursor(client, vault, moved);
    await notifyActivity(client, scope.notices);
    return moved;
  });
}

async function newlyFinal({ client, vault }: Scope, before: bigint, now: bigint): Promise<VaultEvent[]> {
  const range = blockRange(before + 1n, now);
  return range === undefined ? [] : findEvents(client, vault, range);
}

/** A head that fell back after a reorg takes no finality away from blocks that have it. */
function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
