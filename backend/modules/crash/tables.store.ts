import type pg from "pg";
import { ADVISORY_LOCKS } from "#backend/db/advisoryLocks.ts";
import type { Lead, TableKey, TableSettings } from "./table.ts";

/** All tables of all houses, opening those of currencies that have none yet. */
export async function listTables(pool: pg.Pool): Promise<TableSettings[]> {
  await pool.query(
    `INSERT INTO crash_tables (tenant_id, currency)
     SELECT tenant_id, code FROM currencies
     WHERE NOT EXISTS (SELECT FROM crash_tables WHERE tenant_id = currencies.tenant_id AND currency = code)
     ON CONFLICT DO NOTHING`,
  );
  const { rows } = await pool.query<TableSettings>(`${SELECT_TABLES} ORDER BY tenant_id, currency`);
  return rows;
}

export const SELECT_TABLES = `
  SELECT tenant_id AS "tenantId", currency, is_open AS "isOpen", edge_bps AS "edgeBps", betting_ms AS "bettingMs",
    pause_ms AS "pauseMs", ceiling, round_risk_bps AS "roundRiskBps", chain_games AS "chainGames"
  FROM crash_tables`;

export async function findTable(
  client: pg.Pool | pg.ClientBase,
  { tenantId, currency }: TableKey,
): Promise<TableSettings | undefined> {
  const { rows } = await client.query<TableSettings>(
    `${SELECT_TABLES} WHERE tenant_id = $1 AND currency = $2`,
    [tenantId, currency],
  );
  return rows[0];
}

/** Tries to become the leader, for as long as the connection lives. Must be given back on the same connection. */
export async function tryLock(client: pg.ClientBase, { tenantId, currency }: TableKey): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    "SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked",
    [ADVISORY_LOCKS.crashTable, `crash ${tenantId} ${currency}`],
  );
  return rows[0]?.locked === true;
}

export async function unlock(client: pg.ClientBase, { tenantId, currency }: TableKey): Promise<void> {
  await client.query("SELECT pg_advisory_unlock($1, hashtext($2))", [
    ADVISORY_LOCKS.crashTable,
    `crash ${tenantId} ${currency}`,
  ]);
}

/** Begins a new leadership: from now on an earlier leader's writes are refused. */
export async function claimFence(
  pool: pg.Pool,
  { tenantId, currency }: TableKey,
): Promise<bigint | undefined> {
  const { rows } = await pool.query<{ fence: bigint }>(
    "UPDATE crash_tables SET fence = fence + 1 WHERE tenant_id = $1 AND currency = $2 RETURNING fence",
    [tenantId, currency],
  );
  return rows[0]?.fence;
}

/** Keeps other leaders from taking over until the transaction ends. @throws Deposed */
export async function holdFence(client: pg.ClientBase, { tenantId, currency, fence }: Lead): Promise<void> {
  const { rows } = await client.query(
    "SELECT FROM crash_tables WHERE tenant_id = $1 AND currency = $2 AND fence = $3 FOR SHARE",
    [tenantId, currency, fence],
  );
  if (rows.length === 0) throw new Deposed();
}

/** Another process leads the table by now; nothing was written. */
export class Deposed extends Error {
  constructor() {
    super("another leader has taken over");
  }
}
