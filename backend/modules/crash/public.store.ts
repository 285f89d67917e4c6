import type pg from "pg";
import { NOW_MS, ROUND_COLUMNS, type RoundRow } from "./roundRow.ts";
import type { TableSettings } from "./table.ts";
import { SELECT_TABLES } from "./tables.store.ts";

/** What anybody may see, under `fairhouse_api` with its tenant named. */

export async function listOwnTables(client: pg.ClientBase, tenantId: number): Promise<TableSettings[]> {
  const { rows } = await client.query<TableSettings>(
    `${SELECT_TABLES} WHERE tenant_id = $1 ORDER BY currency`,
    [tenantId],
  );
  return rows;
}

export async function readTime(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ now_ms: number }>(`SELECT ${NOW_MS}`);
  return rows[0]?.now_ms ?? 0;
}

export interface RoundListing {
  readonly tenantId: number;
  readonly currency: string;
  /** Rounds before this number; null: the newest. */
  readonly before: string | null;
  readonly limit: number;
  readonly isOver: boolean;
}

/** A table's rounds, newest first. */
export async function listRounds(
  client: pg.ClientBase,
  { tenantId, currency, before, limit, isOver }: RoundListing,
): Promise<RoundRow[]> {
  const { rows } = await client.query<RoundRow>(
    `SELECT ${ROUND_COLUMNS} FROM crash_rounds AS round
     WHERE tenant_id = $1 AND currency = $2 AND ($3::bigint IS NULL OR number < $3)
       AND (NOT $5 OR phase IN ('settled', 'cancelled'))
     ORDER BY number DESC LIMIT $4`,
    [tenantId, currency, before, limit, isOver],
  );
  return rows;
}

/** A chain without what is secret about it. */
export interface PublicChainRow {
  readonly id: bigint;
  readonly epoch: bigint;
  readonly kind: string;
  readonly root: string;
  readonly terms_version: number;
  readonly commitment: string;
  readonly games: number;
  readonly played: number;
  readonly edge_bps: number;
  readonly anchor_block: bigint | null;
  readonly anchor_tx: string | null;
  readonly salt_block: bigint | null;
  readonly salt: string | null;
}

export async function findRound(
  client: pg.ClientBase,
  tenantId: number,
  id: string,
): Promise<RoundRow | undefined> {
  const { rows } = await client.query<RoundRow>(
    `SELECT ${ROUND_COLUMNS} FROM crash_rounds AS round WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id],
  );
  return rows[0];
}

export async function findPublicChain(
  client: pg.ClientBase,
  tenantId: number,
  id: bigint,
): Promise<PublicChainRow | undefined> {
  const { rows } = await client.query<PublicChainRow>(
    `SELECT id, epoch, kind, root, terms_version, commitment, games, played, edge_bps, anchor_block, anchor_tx, salt_block, salt
     FROM crash_chains WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id],
  );
  return rows[0];
}
