import type pg from "pg";
import type { SettledVault } from "./settlement.ts";

/**
 * The last block whose money counts as final. The indexer alone judges that, by depth or by what the chain says, and
 * after a second node has confirmed it; while it cannot, nothing else becomes final either.
 * @returns undefined before its first block
 */
export async function findFinalNumber(pool: pg.Pool, vault: SettledVault): Promise<bigint | undefined> {
  const { rows } = await pool.query<{ final_number: bigint }>(
    "SELECT final_number FROM chain_cursors WHERE tenant_id = $1 AND vault_id = $2 AND final_number >= 0",
    [vault.tenantId, vault.id],
  );
  return rows[0]?.final_number;
}
