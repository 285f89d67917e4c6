import type pg from "pg";
import type { TreePlace } from "#domain/api/checkpoints.ts";
import { type TreePlaceRow, treePlaceOf } from "./treePlaceRow.ts";

/** The most files that one look finds missing; the next look finds the rest. */
const MAX_LISTED = 64;

/** A final checkpoint whose leaves are known. */
export interface PublicCheckpoint {
  readonly id: bigint;
  readonly place: TreePlace;
}

/** The newest published checkpoints of a chain's vaults whose leaves are known; of all houses. */
export async function listPublic(pool: pg.Pool, chainId: number): Promise<PublicCheckpoint[]> {
  const { rows } = await pool.query<TreePlaceRow & { readonly id: bigint }>(
    `SELECT checkpoint.id, vault.chain_id, vault.address AS vault, checkpoint.currency, token, epoch, root, total
     FROM checkpoints AS checkpoint
     JOIN vaults AS vault ON vault.id = checkpoint.vault_id
     JOIN currencies ON currencies.tenant_id = checkpoint.tenant_id AND code = checkpoint.currency
     WHERE vault.chain_id = $1 AND status <> 'built' AND leaves IS NOT NULL
     ORDER BY checkpoint.id DESC LIMIT $2`,
    [chainId, MAX_LISTED],
  );
  return rows.map((row) => ({ id: row.id, place: treePlaceOf(row) }));
}

/** The leaves as they are stored; null when the epoch has grown old meanwhile. */
export async function loadLeaves(pool: pg.Pool, id: bigint): Promise<Buffer | null> {
  const { rows } = await pool.query<{ leaves: Buffer | null }>(
    "SELECT leaves FROM checkpoints WHERE id = $1",
    [id],
  );
  return rows[0]?.leaves ?? null;
}
