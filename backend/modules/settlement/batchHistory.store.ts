import type pg from "pg";
import type { Hex } from "#domain/chain/hex.ts";
import type { SettledVault } from "./settlement.ts";

/** How many transactions each batch of a vault has had, and how long ago the last one was made. */
export interface BatchHistory {
  readonly transactions: number;
  readonly hasPending: boolean;
  readonly newestAgeMs: number;
}

export async function findHistories(pool: pg.Pool, vault: SettledVault): Promise<Map<Hex, BatchHistory>> {
  const { rows } = await pool.query<{
    batch_id: Hex;
    transactions: number;
    has_pending: boolean;
    newest_age_ms: number;
  }>(
    `SELECT tx.batch_id, count(*)::integer AS transactions, bool_or(tx.status = 'pending') AS has_pending,
       (extract(epoch FROM now() - max(tx.created_at)) * 1000)::double precision AS newest_age_ms
     FROM chain_transactions AS tx
     JOIN payout_batches AS batch ON batch.tenant_id = tx.tenant_id AND batch.id = tx.batch_id
     WHERE batch.vault_id = $1 AND batch.status IN ('signed', 'sent') GROUP BY tx.batch_id`,
    [vault.id],
  );
  return new Map(
    rows.map((row) => [
      row.batch_id,
      { transactions: row.transactions, hasPending: row.has_pending, newestAgeMs: row.newest_age_ms },
    ]),
  );
}
