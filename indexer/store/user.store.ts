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
  const opened = await openUsers(client, tenantId, without(wanted, found));
  // Those that somebody else opened in between.
  const others = await findUsers(client, tenantId, without(wanted, found, opened));
  return new Map([...found, ...opened, ...others]);
}

function without(wallets: readonly string[], ...known: readonly ReadonlyMap<string, string>[]): string[] {
  return wallets.filter((wallet) => !known.some((ids) => ids.has(wallet)));
}

interface UserRow {
  readonly id: string;
  readonly wallet_address: string;
}

/** Leaves those that exist alone. */
async function openUsers(
  client: pg.ClientBase,
  tenantId: number,
  wallets: readonly string[],
): Promise<Map<string, string>> {
  if (wallets.length === 0) return new Map();
  const { rows } = await client.query<UserRow>(
    `INSERT INTO users (tenant_id, wallet_address) SELECT $1, * FROM unnest($2::text[])
     ON CONFLICT DO NOTHING RETURNING id, wallet_address`,
    [tenantId, textColumn(wallets)],
  );
  return idsByWallet(rows);
}

async function findUsers(
  client: pg.ClientBase,
  tenantId: number,
  wallets: readonly string[],
): Promise<Map<string, string>> {
  if (wallets.length === 0) return new Map();
  const { rows } = await client.query<UserRow>(
    "SELECT id, wallet_address FROM users WHERE tenant_id = $1 AND wallet_address = ANY($2::text[])",
    [tenantId, textColumn(wallets)],
  );
  return idsByWallet(rows);
}

function idsByWallet(rows: readonly UserRow[]): Map<string, string> {
  return new Map(rows.map(({ id, wallet_address }) => [wallet_address, id]));
}
