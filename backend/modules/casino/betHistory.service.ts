import type pg from "pg";
import { z } from "zod";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import { decodeCursor, encodeCursor } from "#backend/http/pageCursor.ts";
import { findBet, listBets } from "#backend/modules/casino/betHistory.store.ts";
import { betViewOf } from "#backend/modules/casino/betViews.ts";
import type { BetView, PublicBetView } from "#domain/api/casino.ts";
import type { PageQuery } from "#domain/api/primitives.ts";

/** Seed ids are BIGINT, so they travel as text. */
const position = z.object({ seedId: z.string().regex(/^[0-9]{1,19}$/), nonce: z.int().nonnegative() });

export interface BetHistory {
  /** A player's own bets, newest first. @throws CursorInvalid */
  list(
    player: { readonly tenantId: number; readonly userId: string },
    page: PageQuery,
  ): Promise<{ items: BetView[]; nextCursor: string | null }>;
  /** Any bet, for anyone who wants to verify it. @throws NotFound */
  find(tenantId: number, betId: string): Promise<PublicBetView>;
}

/** @param pool under `fairhouse_api` */
export function createBetHistory(pool: pg.Pool): BetHistory {
  return {
    async list({ tenantId, userId }, { cursor, limit }) {
      const before = cursor === undefined ? null : decodeCursor(position, cursor);
      // One row more than the page tells whether there is another page.
      const rows = await inTenantTransaction(pool, tenantId, (client) =>
        listBets(client, { tenantId, userId, before, limit: limit + 1 }),
      );
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const hasMore = rows.length > limit && last !== undefined;
      return {
        items: shown.map(betViewOf),
        nextCursor: hasMore ? encodeCursor({ seedId: last.seed_id.toString(), nonce: last.nonce }) : null,
      };
    },

    async find(tenantId, betId) {
      const row = await inTenantTransaction(pool, tenantId, (client) => findBet(client, tenantId, betId));
      if (row === undefined) throw new NotFound("bet");
      return { ...betViewOf(row), serverSeed: row.server_seed };
    },
  };
}
