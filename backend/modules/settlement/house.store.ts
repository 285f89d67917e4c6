import type pg from "pg";
import type { EvmAddress } from "#domain/chain/hex.ts";
import type { SettledVault } from "./settlement.ts";

export interface SettledCurrency {
  readonly code: string;
  readonly token: EvmAddress;
}

/** Bounds the start of a tick; a chain with more vaults is settled by several workers. */
const MAX_VAULTS = 1_000;

export async function findVaults(pool: pg.Pool, chainId: number): Promise<SettledVault[]> {
  const { rows } = await pool.query<{
    id: number;
    tenant_id: number;
    address: EvmAddress;
    is_current: boolean;
  }>(
    `SELECT id, tenant_id, address, id = max(id) OVER (PARTITION BY tenant_id) AS is_current
     FROM vaults WHERE chain_id = $1 ORDER BY id LIMIT $2`,
    [chainId, MAX_VAULTS],
  );
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    chainId,
    address: row.address,
    isCurrent: row.is_current,
  }));
}

export async function findCurrencies(pool: pg.Pool, tenantId: number): Promise<SettledCurrency[]> {
  const { rows } = await pool.query<SettledCurrency>(
    "SELECT code, token FROM currencies WHERE tenant_id = $1 ORDER BY code",
    [tenantId],
  );
  return rows;
}

export async function arePayoutsStopped(client: pg.Pool | pg.ClientBase, tenantId: number): Promise<boolean> {
  const { rows } = await client.query(
    "SELECT 1 FROM kill_switches WHERE tenant_id = $1 AND name = 'payouts'",
    [tenantId],
  );
  return rows.length > 0;
}
