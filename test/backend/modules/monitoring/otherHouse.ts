import type { TestApi } from "#test/backend/http/testApi.ts";

export interface OtherHouse {
  readonly tenantId: number;
  readonly vaultId: number;
  readonly vault: string;
}

/** A second house on the same installation, with a vault that is indexed: what must never be seen from the first. */
export async function addOtherHouse(api: TestApi): Promise<OtherHouse> {
  const { id: tenantId } = await api.addTenant();
  const vault = `0x${"0e".repeat(20)}`;
  const { rows } = await api.sql.query<{ id: number }>(
    `INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address)
     VALUES ($1, 31337, $2, 1, $2) RETURNING id`,
    [tenantId, vault],
  );
  const vaultId = rows[0]!.id;
  await api.sql.query(
    `INSERT INTO chain_cursors (tenant_id, vault_id, block_number, block_hash, head_number, final_number)
     VALUES ($1, $2, 1000, '0x' || repeat('a', 64), 1000, 990)`,
    [tenantId, vaultId],
  );
  return { tenantId, vaultId, vault };
}
