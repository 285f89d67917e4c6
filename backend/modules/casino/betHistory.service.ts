import type pg from "pg";
import { z } from "zod";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import {
  CursorInvalid,
  cursorInteger,
  cursorNumber,
  decodeCursor,
  encodeCursor,
} from "#backend/http/pageCursor.ts";
import { findBet, listBets, type PublicBetRow } from "#backend/modules/casino/betHistory.store.ts";
import { betViewOf } from "#backend/modules/casino/betViews.ts";
import { listNewestBets } from "#backend/modules/casino/newestBets.store.ts";
import {
  mergeNewest,
  type NewestBet,
  type PlacedBet,
  type SharedBets,
} from "#backend/modules/casino/sharedBets.ts";
import type { BetView, PublicBetView } from "#domain/api/casino.ts";
import type { PageQuery } from "#domain/api/primitives.ts";

/** Where a page ends in each of the lists that it was merged from; nothing of a list that it took nothing of. */
const position = z.strictObject({
  /** Seed ids are BIGINT, so they travel as text. */
  own: z.strictObject({ seedId: cursorNumber, nonce: cursorInteger }).optional(),
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
  /** The newest bets of each of many players, newest first: as many statements for all as for one. */
  newestOf(
    tenantId: number,
    userIds: readonly string[],
    limit: number,
  ): Promise<ReadonlyMap<string, readonly NewestBet[]>>;
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

    async newestOf(tenantId, userIds, limit) {
      const wanted = { tenantId, userIds, limit };
      const [own, others] = await inTenantTransaction(pool, tenantId, async (client) => [
        await listNewestBets(client, wanted),
        await shared?.listNewest(client, wanted),
      ]);
      return new Map(
        userIds.map((userId) => [userId, newestOfBoth(own.get(userId), others?.get(userId), limit)]),
      );
    },

    async find(tenantId, betId) {
      return inTenantTransaction(pool, tenantId, async (client) => {
        const row = await findBet(client, tenantId, betId);
        if (row !== undefined) return publicViewOf(row);
        const other = await shared?.find(client, tenantId, betId);
        if (other === undefined) throw new NotFound("bet");
        return other;
      });
    },
  };
}

function newestOfBoth(
  own: readonly NewestBet[] | undefined,
  others: readonly NewestBet[] | undefined,
  limit: number,
): NewestBet[] {
  const timed = (view: NewestBet) => ({ view });
  return mergeNewest((own ?? []).map(timed), (others ?? []).map(timed), limit).map(({ view }) => view);
}

function publicViewOf(row: PublicBetRow): PublicBetView {
  return { ...betViewOf(row), startedAt: row.started_at.toISOString(), serverSeed: row.server_seed };
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
