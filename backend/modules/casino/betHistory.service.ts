import type pg from "pg";
import { z } from "zod";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import { CursorInvalid, decodeCursor, encodeCursor } from "#backend/http/pageCursor.ts";
import { findBet, listBets } from "#backend/modules/casino/betHistory.store.ts";
import { betViewOf } from "#backend/modules/casino/betViews.ts";
import { mergeNewest, type PlacedBet, type SharedBets } from "#backend/modules/casino/sharedBets.ts";
import type { BetView, PublicBetView } from "#domain/api/casino.ts";
import type { PageQuery } from "#domain/api/primitives.ts";

/** Where a page ends in each of the lists that it was merged from; nothing of a list that it took nothing of. */
const position = z.object({
  /** Seed ids are BIGINT, so they travel as text. */
  own: z.object({ seedId: z.string().regex(/^[0-9]{1,19}$/), nonce: z.int().nonnegative() }).optional(),
  shared: z.string().max(80).optional(),
});
type Position = z.infer<typeof position>;

interface OwnBet {
  readonly view: BetView;
  readonly seedId: string;
  readonly nonce: number;
}

export interface BetHistory {
  /** A player's own bets, newest first. @throws CursorInvalid */
  list(
    player: { readonly tenantId: number; readonly userId: string },
    page: PageQuery,
  ): Promise<{ items: BetView[]; nextCursor: string | null }>;
  /** Any bet, for anyone who wants to verify it. @throws NotFound */
  find(tenantId: number, betId: string): Promise<PublicBetView>;
}

/**
 * @param pool under `fairhouse_api`
 * @param shared bets that are stored apart; none when left out
 */
export function createBetHistory(pool: pg.Pool, shared?: SharedBets): BetHistory {
  return {
    async list({ tenantId, userId }, { cursor, limit }) {
      const before = cursor === undefined ? {} : decodeCursor(position, cursor);
      if (before.shared !== undefined && !shared?.isPosition(before.shared)) throw new CursorInvalid();
      // One row more than the page tells whether there is another page.
      const listing = { tenantId, userId, limit: limit + 1 };
      const [own, others] = await inTenantTransaction(pool, tenantId, async (client) => [
        await listBets(client, { ...listing, before: before.own ?? null }),
        (await shared?.list(client, { ...listing, before: before.shared ?? null })) ?? [],
      ]);
      const ownBets = own.map((row) => ({
        view: betViewOf(row),
        ...{ seedId: row.seed_id.toString(), nonce: row.nonce },
      }));
      const shown = mergeNewest(ownBets, others, limit);
      const hasMore = own.length + others.length > shown.length;
      return {
        items: shown.map(({ view }) => view),
        nextCursor: hasMore ? encodeCursor(endOf(shown, before)) : null,
      };
    },

    async find(tenantId, betId) {
      return inTenantTransaction(pool, tenantId, async (client) => {
        const row = await findBet(client, tenantId, betId);
        if (row !== undefined) return { ...betViewOf(row), serverSeed: row.server_seed };
        const other = await shared?.find(client, tenantId, betId);
        if (other === undefined) throw new NotFound("bet");
        return other;
      });
    },
  };
}

/** The last place of each list on the page; where it took nothing of one, that of the page before. */
function endOf(shown: readonly (OwnBet | PlacedBet)[], before: Position): Position {
  const own = shown.findLast((bet) => "seedId" in bet);
  const other = shown.findLast((bet) => "position" in bet);
  return {
    own: own === undefined ? before.own : { seedId: own.seedId, nonce: own.nonce },
    shared: other?.position ?? before.shared,
  };
}
