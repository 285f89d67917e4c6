import type pg from "pg";
import { invariant } from "#domain/errors.ts";

/** What binds the paths of a house on which no agent has a ceiling. */
export async function findHouseCeiling(client: pg.ClientBase, tenantId: number): Promise<number> {
  const { rows } = await client.query<{ agent_ceiling_bps: number }>(
    "SELECT agent_ceiling_bps FROM tenants WHERE id = $1",
    [tenantId],
  );
  invariant(rows[0] !== undefined, "the house of a request exists");
  return rows[0].agent_ceiling_bps;
}

/** Call with the hierarchy locked. */
export async function writeHouseCeiling(
  client: pg.ClientBase,
  tenantId: number,
  ceilingBps: number,
): Promise<void> {
  await client.query("UPDATE tenants SET agent_ceiling_bps = $2 WHERE id = $1", [tenantId, ceilingBps]);
}

/** Call with the hierarchy locked. Null: none of the member's own. */
export async function writeCeiling(
  client: pg.ClientBase,
  tenantId: number,
  { userId, ceilingBps }: { readonly userId: string; readonly ceilingBps: number | null },
): Promise<void> {
  await client.query("UPDATE users SET agent_ceiling_bps = $3 WHERE tenant_id = $1 AND id = $2", [
    tenantId,
    userId,
    ceilingBps,
  ]);
}
