import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import type { Page } from "#backend/http/listPage.ts";
import { decodeCursor, encodeCursor } from "#backend/http/pageCursor.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import {
  historyPosition,
  readBets,
  readCommissionPayouts,
  readCrashBets,
  readDeposits,
  readVoids,
  readWithdrawals,
} from "./history.store.ts";
import {
  betEntry,
  commissionPayoutEntry,
  crashBetEntry,
  depositEntry,
  type HistoryEntry,
  type HistoryLine,
  voidEntry,
  withdrawalEntry,
} from "./historyEntries.ts";

export interface HistoryOrder {
  readonly tenantId: number;
  readonly userId: string;
  readonly page: PageQuery;
}

/**
 * "Explain this balance": everything that moved it, newest first. Each kind has an order of its own; a page merges them
 * by time and remembers how far it came in each.
 * @throws CursorInvalid
 */
export async function readHistory(
  pool: pg.Pool,
  { tenantId, userId, page }: HistoryOrder,
): Promise<Page<HistoryLine>> {
  const after = page.cursor === undefined ? {} : decodeCursor(historyPosition, page.cursor);
  const query = { tenantId, userId, after, limit: page.limit + 1 };
  const sources = await inTenantTransaction(pool, tenantId, async (client) => [
    (await readBets(client, query)).map(betEntry),
    (await readDeposits(client, query)).map(depositEntry),
    (await readWithdrawals(client, query)).map(withdrawalEntry),
    (await readCrashBets(client, query)).map(crashBetEntry),
    (await readCommissionPayouts(client, query)).map(commissionPayoutEntry),
    (await readVoids(client, query)).map(voidEntry),
  ]);
  const merged = mergeNewest(sources, page.limit + 1);
  const shown = merged.slice(0, page.limit);
  const end = shown.reduce((position, { moveOn }) => moveOn(position), after);
  return {
    items: shown.map(({ line }) => line),
    nextCursor: merged.length > page.limit ? encodeCursor(end) : null,
  };
}

/** Takes whichever source's next entry is the newest, so that each source keeps its own order. */
function mergeNewest(sources: readonly (readonly HistoryEntry[])[], limit: number): HistoryEntry[] {
  const queues = sources.map((entries) => [...entries]);
  const merged: HistoryEntry[] = [];
  while (merged.length < limit) {
    const newest = queues
      .filter((queue) => queue.length > 0)
      .reduce<HistoryEntry[]>((best, queue) => (timeOf(queue) > timeOf(best) ? queue : best), []);
    const entry = newest.shift();
    if (entry === undefined) break;
    merged.push(entry);
  }
  return merged;
}

function timeOf([next]: readonly HistoryEntry[]): number {
  return next?.at.getTime() ?? Number.NEGATIVE_INFINITY;
}
