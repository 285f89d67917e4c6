import type pg from "pg";
import type { Hex } from "#domain/chain/hex.ts";
import type { RecordedHeader } from "#domain/indexing/vaultEvent.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

interface HeaderRow {
  readonly number: bigint;
  readonly hash: Hex;
  readonly parent_hash: Hex;
  readonly timestamp: bigint;
}

/** Records headers of the canonical branch; what was recorded for these numbers before is replaced. */
export async function saveHeaders(
  client: pg.ClientBase,
  vault: HouseVault,
  headers: readonly RecordedHeader[],
): Promise<void> {
  if (headers.length === 0) return;
  await client.query(
    `INSERT INTO chain_blocks (tenant_id, vault_id, number, hash, parent_hash, timestamp)
     SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[], $5::text[], $6::bigint[])
     ON CONFLICT (vault_id, number) DO UPDATE
     SET hash = excluded.hash, parent_hash = excluded.parent_hash, timestamp = excluded.timestamp`,
    [
      vault.tenantId,
      vault.id,
      headers.map(({ number }) => number),
      headers.map(({ hash }) => hash),
      headers.map(({ parentHash }) => parentHash),
      headers.map(({ timestamp }) => timestamp),
    ],
  );
}

/** The hash recorded for a block number, where one is kept. */
export async function findRecordedHash(
  pool: pg.Pool,
  vault: HouseVault,
  number: bigint,
): Promise<Hex | undefined> {
  const { rows } = await pool.query<{ hash: Hex }>(
    "SELECT hash FROM chain_blocks WHERE tenant_id = $1 AND vault_id = $2 AND number = $3",
    [vault.tenantId, vault.id, number],
  );
  return rows[0]?.hash;
}

/** Up to `limit` recorded headers, the newest first. */
export async function findRecentHeaders(
  pool: pg.Pool,
  vault: HouseVault,
  limit: number,
): Promise<RecordedHeader[]> {
  const { rows } = await pool.query<HeaderRow>(
    `SELECT number, hash, parent_hash, timestamp FROM chain_blocks
     WHERE tenant_id = $1 AND vault_id = $2 ORDER BY number DESC LIMIT $3`,
    [vault.tenantId, vault.id, limit],
  );
  return rows.map(({ parent_hash, ...row }) => ({ ...row, parentHash: parent_hash }));
}

/** Forgets the headers of a dropped branch. */
export async function dropHeadersAfter(
  client: pg.ClientBase,
  vault: HouseVault,
  fork: bigint,
): Promise<void> {
  await client.query("DELETE FROM chain_blocks WHERE tenant_id = $1 AND vault_id = $2 AND number > $3", [
    vault.tenantId,
    vault.id,
    fork,
  ]);
}

/** Forgets headers too old for a reorg to reach. */
export async function pruneHeadersBefore(
  client: pg.ClientBase,
  vault: HouseVault,
  oldest: bigint,
): Promise<void> {
  await client.query("DELETE FROM chain_blocks WHERE tenant_id = $1 AND vault_id = $2 AND number < $3", [
    vault.tenantId,
    vault.id,
    oldest,
  ]);
}
