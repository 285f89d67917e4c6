import type pg from "pg";
import type { CheckpointPublished } from "#domain/indexing/vaultEvent.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/**
 * Marks an epoch as published. One that the books know otherwise, or not at all, was published by somebody else: what
 * the chain says takes its place, and its leaves are unknown.
 */
export async function publishCheckpoint(
  client: pg.ClientBase,
  vault: HouseVault,
  currency: string,
  { args, txHash, blockTime }: CheckpointPublished,
): Promise<void> {
  await client.query(
    `INSERT INTO checkpoints AS checkpoint
       (tenant_id, vault_id, currency, epoch, root, total, entered, executed, status, tx_hash, published_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'published', $9, to_timestamp($10::bigint))
     ON CONFLICT (vault_id, currency, epoch) DO UPDATE SET
       status = 'published', tx_hash = excluded.tx_hash, published_at = excluded.published_at,
       root = excluded.root, total = excluded.total, entered = excluded.entered, executed = excluded.executed,
       (cut_block, leaf_count, leaves) = (
         SELECT checkpoint.cut_block, checkpoint.leaf_count, checkpoint.leaves
         WHERE (checkpoint.root, checkpoint.total, checkpoint.entered, checkpoint.executed)
           = (excluded.root, excluded.total, excluded.entered, excluded.executed))
     WHERE checkpoint.status = 'built'`,
    [
      vault.tenantId,
      vault.id,
      currency,
      args.epoch,
      args.root,
      args.total,
      args.entered,
      args.executed,
      txHash,
      blockTime,
    ],
  );
}

/** Checkpoints whose publication can no longer be dropped. */
export async function finalizeCheckpoints(
  client: pg.ClientBase,
  vault: HouseVault,
  txHashes: readonly string[],
): Promise<void> {
  if (txHashes.length === 0) return;
  await client.query(
    `UPDATE checkpoints SET status = 'final'
     WHERE tenant_id = $1 AND vault_id = $2 AND tx_hash = ANY($3) AND status = 'published'`,
    [vault.tenantId, vault.id, txHashes],
  );
}

/** Checkpoints whose publication was dropped wait for it again. */
export async function unpublishCheckpoints(
  client: pg.ClientBase,
  vault: HouseVault,
  txHashes: readonly string[],
): Promise<void> {
  if (txHashes.length === 0) return;
  await client.query(
    `UPDATE checkpoints SET status = 'built', tx_hash = NULL, published_at = NULL
     WHERE tenant_id = $1 AND vault_id = $2 AND tx_hash = ANY($3) AND status = 'published'`,
    [vault.tenantId, vault.id, txHashes],
  );
}
