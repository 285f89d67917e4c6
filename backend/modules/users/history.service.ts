import type pg from "pg";
import type { z } from "zod";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { decodeCursor, encodeCursor } from "#backend/http/pageCursor.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { type historyLine, withdrawalStatus } from "#domain/api/wallet.ts";
import { findGame } from "#domain/games/registry.ts";
import { formatMajor } from "#domain/money/amount.ts";
import {
  type BetRow,
  type HistoryPosition,
  historyPosition,
  type MovementRow,
  readBets,
  readDeposits,
  readWithdrawals,
} from "./history.store.ts";

type HistoryLine = z.input<typeof historyLine>;

/** A line, when it happened, and the position of a page that ends with it. */
interface Entry {
  readonly at: Date;
  readonly line: HistoryLine;
  readonly moveOn: (position: HistoryPosition) => HistoryPosition;
}

export interface HistoryOrder {
  readonly tenantId: number;
  readonly userId: string;
  readonly page: PageQuery;
}

/**
 * "Explain this balance": everything that moved it, newest first. Bets, deposits and withdrawals each have an
 * order of their own; a page merges the three by time and remembers how far it came in each.
 * @throws CursorInvalid
 */
export async function readHistory(
  pool: pg.Pool,
  { tenantId, userId, page }: HistoryOrder,
): Promise<{ items: HistoryLine[]; nextCursor: string | null }> {
  const after = page.cursor === undefined ? {} : decodeCursor(historyPosition, page.cursor);
  const query = { tenantId, userId, after, limit: page.limit + 1 };
  const sources = await inTenantTransaction(pool, tenantId, async (client) => [
    (await readBets(client, query)).map(betEntry),
    (await readDeposits(client, query)).map(depositEntry),
    (await readWithdrawals(client, query)).map(withdrawalEntry),
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
function mergeNewest(sources: readonly (readonly Entry[])[], limit: number): Entry[] {
  const queues = sources.map((entries) => [...entries]);
  const merged: Entry[] = [];
  while (merged.length < limit) {
    const newest = queues
      .filter((queue) => queue.length > 0)
      .reduce<Entry[]>((best, queue) => (timeOf(queue) > timeOf(best) ? queue : best), []);
    const entry = newest.shift();
    if (entry === undefined) break;
    merged.push(entry);
  }
  return merged;
}

function timeOf([next]: readonly Entry[]): number {
  return next?.at.getTime() ?? Number.NEGATIVE_INFINITY;
}

function betEntry(row: BetRow): Entry {
  const { id, game, currency, decimals, stake, payout, created_at: at } = row;
  const name = findGame(game).name;
  const paid = `${formatMajor(payout, decimals)} ${currency}`;
  return {
    at,
    line: {
      kind: "bet",
      id,
      currency,
      balanceEffect: (payout - stake).toString(),
      summary: `${name}: staked ${formatMajor(stake, decimals)}, paid ${paid}`,
      createdAt: at.toISOString(),
    },
    moveOn: (position) => ({ ...position, bet: { seedId: row.seed_id.toString(), nonce: row.nonce } }),
  };
}

function depositEntry({ id, currency, decimals, amount, status, created_at: at }: MovementRow): Entry {
  return {
    at,
    line: {
      kind: "deposit",
      id,
      currency,
      balanceEffect: status === "credited" ? amount.toString() : "0",
      summary: `Deposit of ${formatMajor(amount, decimals)} ${currency}, ${status}`,
      createdAt: at.toISOString(),
    },
    moveOn: (position) => ({ ...position, deposit: id }),
  };
}

const WITHDRAWAL_WORDS: Readonly<Record<z.infer<typeof withdrawalStatus>, string>> = {
  requested: "waiting for a batch",
  batched: "in a batch",
  paid: "paid, becoming final",
  settled: "settled",
  credited: "refused by the wallet and kept to be claimed",
  cancelled: "returned to the balance",
};

function withdrawalEntry({ id, currency, decimals, amount, status, created_at: at }: MovementRow): Entry {
  return {
    at,
    line: {
      kind: "withdrawal",
      id,
      currency,
      balanceEffect: status === "cancelled" ? "0" : `-${amount}`,
      summary: `Withdrawal of ${formatMajor(amount, decimals)} ${currency}, ${WITHDRAWAL_WORDS[withdrawalStatus.parse(status)]}`,
      createdAt: at.toISOString(),
    },
    moveOn: (position) => ({ ...position, withdrawal: id }),
  };
}
