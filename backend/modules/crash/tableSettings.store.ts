import type pg from "pg";
import type { CrashTableSettings } from "#domain/api/crashTables.ts";
import type { TableKey, TableSettings } from "./table.ts";
import { SELECT_TABLES } from "./tables.store.ts";

/** The tables of a house. */
export async function listSettings(client: pg.ClientBase, tenantId: number): Promise<TableSettings[]> {
  const { rows } = await client.query<TableSettings>(
    `${SELECT_TABLES} WHERE tenant_id = $1 ORDER BY currency`,
    [tenantId],
  );
  return rows;
}

/** A table, which nobody else sets up until the transaction ends. */
export async function lockTable(
  client: pg.ClientBase,
  { tenantId, currency }: TableKey,
): Promise<TableSettings | undefined> {
  const { rows } = await client.query<TableSettings>(
    `${SELECT_TABLES} WHERE tenant_id = $1 AND currency = $2 FOR NO KEY UPDATE`,
    [tenantId, currency],
  );
  return rows[0];
}

export async function updateTable(
  client: pg.ClientBase,
  tenantId: number,
  settings: CrashTableSettings,
): Promise<void> {
  const { currency, isOpen, edgeBps, bettingMs, pauseMs, ceilingHundredths, roundRiskBps, chainGames } =
    settings;
  await client.query(
    `UPDATE crash_tables SET is_open = $3, edge_bps = $4, betting_ms = $5, pause_ms = $6, ceiling = $7,
       round_risk_bps = $8, chain_games = $9
     WHERE tenant_id = $1 AND currency = $2`,
    [tenantId, currency, isOpen, edgeBps, bettingMs, pauseMs, ceilingHundredths, roundRiskBps, chainGames],
  );
}

export interface TableChange {
  readonly actorId: string;
  readonly before: CrashTableSettings;
  readonly after: CrashTableSettings;
}

export async function recordTableChange(
  client: pg.ClientBase,
  tenantId: number,
  { actorId, before, after }: TableChange,
): Promise<void> {
  await client.query(
    `INSERT INTO crash_table_changes (tenant_id, currency, actor_id, before, after) VALUES ($1, $2, $3, $4, $5)`,
    [tenantId, after.currency, actorId, JSON.stringify(before), JSON.stringify(after)],
  );
}
