import type pg from "pg";
import { textColumn } from "#backend/db/columns.ts";

/**
 * The users of these wallets. A wallet that nobody signed in with yet gets its user here: who deposits owns
 * the money, and finds it when signing in.
 * @param wallets lower-case addresses
 * @returns user ids by wallet
 */
export async function ensureUsers(
  client: pg.ClientBase,
  tenantId: number,
  wallets: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(wallets)].sort();
  if (wanted.length === 0) return new Map();
  const found = await findUsers(client, tenantId, wanted);
  if (found.size === wanted.length) return found;
  await client.query(
    `INSERT INTO users (tenant_id, wallet_address) SELECT $1, * FROM unnest($2::text[])
     ON CONFLICT DO NOTHING`,
    [tenantId, textColumn(wanted.filter((wallet) => !found.has(wallet)))],
  );
  return findUsers(client, tenantId, wanted);
}

async function findUsers(
  client: pg.ClientBase,
  tenantId: number,
  wallets: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; wallet_address: string }>(
    "SELECT id, wallet_address FROM users WHERE tenant_id = $1 AND wallet_address = ANY($2::text[])",
    [tenantId, textColumn(wallets)],
  );
  return new Map(rows.map(({ id, wallet_address }) => [wallet_address, id]));
}
