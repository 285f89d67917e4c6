import type pg from "pg";
import type { Role } from "#backend/http/access.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";

/** The database has no house of that name. */
export class UnknownHouse extends FairhouseError {
  readonly code = "UNKNOWN_HOUSE";
  readonly slug: string;

  constructor(slug: string) {
    super(`The database has no house "${slug}": name it with --tenant.`);
    this.slug = slug;
  }
}

export interface RoleGrant {
  readonly tenantId: number;
  readonly wallet: EvmAddress;
  readonly role: Role;
}

/**
 * Gives whoever signs in with the wallet a role in one house, in the caller's transaction; they need not have been
 * there before. It takes the owner of the database: no process of the house may make anybody staff.
 * @returns the role that they had, or null when they are new
 */
export async function grantRole(
  client: pg.ClientBase,
  { tenantId, wallet, role }: RoleGrant,
): Promise<string | null> {
  const earlier = await client.query<{ role: string }>(
    "SELECT role FROM users WHERE tenant_id = $1 AND wallet_address = lower($2) FOR UPDATE",
    [tenantId, wallet],
  );
  await client.query(
    `INSERT INTO users (tenant_id, wallet_address, role) VALUES ($1, lower($2), $3)
     ON CONFLICT (tenant_id, wallet_address) DO UPDATE SET role = EXCLUDED.role`,
    [tenantId, wallet, role],
  );
  return earlier.rows[0]?.role ?? null;
}

/** @throws UnknownHouse */
export async function findHouse(client: pg.ClientBase, slug: string): Promise<number> {
  const { rows } = await client.query<{ id: number }>("SELECT id FROM tenants WHERE slug = $1", [slug]);
  const [house] = rows;
  if (house === undefined) throw new UnknownHouse(slug);
  return house.id;
}
