import type pg from "pg";
import type { TenantDatabase } from "#backend/db/client.ts";
import { type UserView, userView } from "#domain/api/auth.ts";
import { invariant } from "#domain/errors.ts";

/** The user of a wallet, made now if the wallet is new; safe when two sign in, or deposit, at once. */
export async function ensureUser(
  client: pg.ClientBase,
  tenantId: number,
  walletAddress: string,
): Promise<string> {
  await client.query(
    "INSERT INTO users (tenant_id, wallet_address) VALUES ($1, $2) ON CONFLICT (tenant_id, wallet_address) DO NOTHING",
    [tenantId, walletAddress],
  );
  const { rows } = await client.query<{ id: string }>(
    "SELECT id FROM users WHERE tenant_id = $1 AND wallet_address = $2",
    [tenantId, walletAddress],
  );
  const id = rows[0]?.id;
  invariant(id !== undefined, "a user exists after being inserted");
  return id;
}

/** @returns null when the tenant has no such user */
export async function findUser(db: TenantDatabase, id: string): Promise<UserView | null> {
  const row = await db.user.findFirst({ where: { id } });
  if (row === null) return null;
  return userView.parse({ ...row, createdAt: row.createdAt.toISOString() });
}
