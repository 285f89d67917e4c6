import type pg from "pg";
import { EPOCH_KIND } from "#domain/fairness/epoch.ts";
import type { BooksVault } from "./epoch.store.ts";
import type { WantedAnchor } from "./wantedAnchor.ts";

/** Kinds that are looked after in one round; the next round finds the others. */
const MAX_KINDS = 64;

/**
 * Of each kind the first root that the registry does not hold, as far as is indexed, and that no transaction may still
 * bring there: epochs, and chains of crash games, which wait for their anchor before they are played.
 */
export async function findWantedAnchors(pool: pg.Pool, vault: BooksVault): Promise<WantedAnchor[]> {
  const { rows } = await pool.query<WantedAnchor>(
    `SELECT kind, epoch, root
     FROM (
       SELECT DISTINCT ON (kind) kind, epoch, root
       FROM (
         SELECT $3 AS kind, epoch, root FROM fairness_epochs WHERE tenant_id = $1 AND vault_id = $2
         UNION ALL
         SELECT kind, epoch, '0x' || commitment FROM crash_chains WHERE tenant_id = $1 AND vault_id = $2) AS made
       WHERE NOT EXISTS (
         SELECT FROM fairness_anchors AS anchored
         WHERE anchored.vault_id = $2 AND anchored.kind = made.kind AND anchored.epoch = made.epoch)
       ORDER BY kind, epoch) AS wanted
     WHERE NOT EXISTS (
       SELECT FROM chain_transactions AS tx
       WHERE tx.vault_id = $2 AND tx.anchor_kind = wanted.kind AND tx.anchor_epoch = wanted.epoch
         AND tx.status IN ('pending', 'mined'))
     ORDER BY kind LIMIT $4`,
    [vault.tenantId, vault.id, EPOCH_KIND, MAX_KINDS],
  );
  return rows;
}
