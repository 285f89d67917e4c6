import type pg from "pg";
import { z } from "zod";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { cursorNumber, decodeCursor } from "#backend/http/pageCursor.ts";
import type {
  CrashBetView,
  CrashChainView,
  CrashRoundView,
  CrashTablesResponse,
  CrashTableView,
  PublicCrashRound,
} from "#domain/api/crash.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { invariant } from "#domain/errors.ts";
import { listPlayerBets } from "./bets.store.ts";
import { crashBetViewOf } from "./betViews.ts";
import {
  findPublicChain,
  findRound,
  listOwnTables,
  listRounds,
  type PublicChainRow,
  readTime,
} from "./public.store.ts";
import { isoTime, roundViewOf } from "./roundRow.ts";
import type { TableSettings } from "./table.ts";

/** Rounds that are over, as a table shows them. */
const SHOWN_RESULTS = 20;

const roundPosition = z.strictObject({ number: cursorNumber });
const betPosition = z.strictObject({ roundId: cursorNumber, id: z.uuid() });

/** What can be looked up about crash. */
export interface CrashHistory {
  tables(tenantId: number): Promise<CrashTablesResponse>;
  /** A table's rounds that are over, newest first. @throws CursorInvalid */
  rounds(tenantId: number, query: PageQuery & { readonly currency: string }): Promise<Page<CrashRoundView>>;
  /** Any round, for anyone who wants to verify it. @throws NotFound */
  round(tenantId: number, id: string): Promise<PublicCrashRound>;
  /** A player's own bets, newest first. @throws CursorInvalid */
  bets(
    player: { readonly tenantId: number; readonly userId: string },
    page: PageQuery,
  ): Promise<Page<CrashBetView>>;
}

/** @param pool under `fairhouse_api` */
export function createCrashHistory(pool: pg.Pool): CrashHistory {
  return {
    tables: (tenantId) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const tables: CrashTableView[] = [];
        for (const table of await listOwnTables(client, tenantId))
          tables.push(await tableView(client, table));
        return { serverTime: isoTime(await readTime(client)), tables };
      }),

    rounds: (tenantId, { currency, cursor, limit }) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const before = cursor === undefined ? null : decodeCursor(roundPosition, cursor).number;
        const rows = await listRounds(client, { tenantId, currency, before, limit: limit + 1, isOver: true });
        return cutPage(rows, {
          limit,
          toItem: roundViewOf,
          positionOf: ({ number }) => ({ number: number.toString() }),
        });
      }),

    round: (tenantId, id) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const row = await findRound(client, tenantId, id);
        if (row === undefined) throw new NotFound("round");
        const chain = await findPublicChain(client, tenantId, row.chain_id);
        invariant(chain !== undefined, "a round is played from a chain");
        return { round: roundViewOf(row), chain: chainViewOf(chain), game: row.game };
      }),

    bets: ({ tenantId, userId }, { cursor, limit }) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const before = cursor === undefined ? null : decodeCursor(betPosition, cursor);
        const rows = await listPlayerBets(client, { tenantId, userId }, { before, limit: limit + 1 });
        return cutPage(rows, {
          limit,
          toItem: crashBetViewOf,
          positionOf: ({ round_id: roundId, id }) => ({ roundId: roundId.toString(), id }),
        });
      }),
  };
}

async function tableView(client: pg.ClientBase, table: TableSettings): Promise<CrashTableView> {
  const { tenantId, currency, isOpen, edgeBps, ceiling, bettingMs, pauseMs } = table;
  // One more than is shown: the newest may not be over.
  const listing = { tenantId, currency, before: null, limit: SHOWN_RESULTS + 1, isOver: false };
  const rounds = (await listRounds(client, listing)).map(roundViewOf);
  const results = rounds.filter(({ settledAt }) => settledAt !== null).slice(0, SHOWN_RESULTS);
  return {
    ...{ currency, isOpen, edgeBps, ceilingHundredths: ceiling, bettingMs, pauseMs },
    round: rounds[0] ?? null,
    results,
  };
}

function chainViewOf(chain: PublicChainRow): CrashChainView {
  return {
    chainId: chain.id.toString(),
    epoch: chain.epoch.toString(),
    kind: chain.kind,
    root: chain.root,
    termsVersion: chain.terms_version,
    commitment: chain.commitment,
    games: chain.games,
    played: chain.played,
    edgeBps: chain.edge_bps,
    anchorBlock: chain.anchor_block?.toString() ?? null,
    anchorTx: chain.anchor_tx,
    saltBlock: chain.salt_block?.toString() ?? null,
    salt: chain.salt,
  };
}
