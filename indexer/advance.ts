import type { PoolClient } from "pg";
import { type ActivityNotice, notifyActivity } from "#backend/db/activityChannel.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { invariant } from "#domain/errors.ts";
import { blockRange } from "#domain/indexing/blockRange.ts";
import { finalBlock, oldestFork } from "#domain/indexing/finality.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import { openScope, type Scope } from "#indexer/handlers/handler.ts";
import { postAll } from "#indexer/postAll.ts";
import { projectFinal } from "#indexer/project.ts";
import type { Session } from "#indexer/session.ts";
import { type Cursor, moveCursor, requireCursor } from "#indexer/store/cursor.store.ts";
import { eventPages } from "#indexer/store/eventPages.ts";
import { pruneHeadersBefore, saveHeaders } from "#indexer/store/header.store.ts";

export interface Advance {
  /** Where the cursor stands; the blocks begin right after it. */
  readonly cursor: Cursor;
  /** Ascending, and ending with the last block that is recorded. */
  readonly headers: readonly Header[];
  readonly headNumber: bigint;
  /** The last block that may become final, where something speaks against those above it. */
  readonly finalLimit?: bigint | undefined;
  /** Whether the events are expected to be on record for the first time. */
  readonly isNew: boolean;
}

/**
 * Records further blocks of the branch: raw events and what follows from them (by `record`), what became final, headers
 * and cursor, all in one transaction. Whatever kills the process, the record ends at a block's edge.
 * @throws CursorMoved when another indexer was faster
 */
export async function advance(
  { pool, vault, rules, confirming, ids }: Session,
  work: Advance,
  record: (scope: Scope) => Promise<void>,
): Promise<Cursor> {
  const tip = work.headers.at(-1);
  invariant(tip !== undefined, "blocks are recorded with the header of the last one");
  const advanced = await inTransaction(pool, async (client) => {
    const cursor = await requireCursor(client, vault, work.cursor);
    const rule = { depth: rules.finalityDepth, finalizedNumber: confirming?.panel.finalizedNumber() };
    const settled = finalBlock(work.headNumber, work.finalLimit ?? tip.number, rule);
    const finalNumber = later(cursor.finalNumber, settled);
    const scope = await openScope(client, vault, { finalNumber, isNew: work.isNew, ids });
    const oldest = oldestFork(tip.number, finalNumber, rules.maxReorgDepth);
    const kept = work.headers.filter(({ number }) => number >= oldest);
    const moved = { number: tip.number, hash: tip.hash, headNumber: work.headNumber, finalNumber };
    await scope.writes.during(async () => {
      await finalizeRecorded(client, scope, cursor);
      await record(scope);
      await postAll(scope);
      scope.writes.add(saveHeaders(client, vault, kept));
      scope.writes.add(pruneHeadersBefore(client, vault, oldest));
      scope.writes.add(moveCursor(client, vault, moved));
      scope.writes.add(notifyActivity(client, gathered(scope.notices)));
    });
    return { moved, found: scope.ids };
  });
  ids.keep(advanced.found);
  return advanced.moved;
}

/** Blocks that were recorded before and have become final meanwhile. */
async function finalizeRecorded(client: PoolClient, scope: Scope, cursor: Cursor): Promise<void> {
  const { vault, finalNumber } = scope;
  const to = finalNumber < cursor.number ? finalNumber : cursor.number;
  const range = blockRange(cursor.finalNumber + 1n, to);
  if (range === undefined) return;
  for await (const events of eventPages(client, vault, range)) await projectFinal(scope, events);
}

/** Who is far behind learns about each user once, instead of about each deposit of years. */
const MAX_NOTICES = 1_000;

function gathered(notices: readonly ActivityNotice[]): ActivityNotice[] {
  if (notices.length <= MAX_NOTICES) return [...notices];
  const users = new Map<string, ActivityNotice>();
  for (const notice of notices) {
    if (notice.kind !== "stopped") {
      const { tenantId, userId } = notice;
      users.set(userId, { kind: "balance", tenantId, userId });
    }
  }
  return [...users.values(), ...notices.filter(({ kind }) => kind === "stopped")];
}

/** A head that fell back after a reorg takes no finality away from blocks that have it. */
function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
