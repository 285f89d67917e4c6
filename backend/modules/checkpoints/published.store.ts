import type pg from "pg";
import type { TreePlace } from "#domain/api/checkpoints.ts";

/** The most files that one look finds missing; the next look finds the rest. */
const MAX_LISTED = 64;

/** A final checkpoint whose leaves are known. */
export interface PublicCheckpoint {
  readonly id: bigint;
  readonly place: TreePlace;
}

interface PlaceRow {
  readonly id: bigint;
  readonly chain_id: bigint;
  readonly vault: string;
  readonly currency: string;
  readonly token: string;
  readonly epoch: bigint;
  readonly root: string;
  readonly total: bigint;
}

/** The newest published checkpoints of a chain's vaults whose leaves are known; of all houses. */
export async function listPublic(pool: pg.Pool, chainId: number): Promise<PublicCheckpoint[]> {
  const { rows } = await pool.query<PlaceRow>(
    `SELECT checkpoint.id, vault.chain_id, vault.address AS vault, checkpoint.currency, token, epoch, root, total
     FROM checkpoints AS checkpoint
     JOIN vaults AS vault ON vault.id = checkpoint.vault_id
     JOIN currencies ON currencies.tenant_id = checkpoint.tenant_id AND code = checkpoint.currency
     WHERE vault.chain_id = $1 AND status <> 'built' AND leaves IS NOT NULL
     ORDER BY checkpoint.id DESC LIMIT $2`,
    [chainId, MAX_LISTED],
  );
  return rows.map((row) => ({
    id: row.id,
    place: {
      chainId: Number(row.chain_id),
      vault: row.vault,
      currency: row.currency,
      token: row.token,
      epoch: String(row.epoch),
      root: row.root,
      total: String(row.total),
    },
  }));
}

/** The leaves as they are stored; null when the epoch has grown old meanwhile. */
export async function loadLeaves(pool: pg.Pool, id: bigint): Promise<Buffer | null> {
  const { rows } = await pool.query<{ leaves: Buffer | null }>(
    "SELECT leaves FROM checkpoints WHERE id = $1",
    [id],
  );
  return rows[0]?.leaves ?? null;
}
