import type pg from "pg";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import type { PayoutBatch } from "#domain/chain/typedData.ts";
import { invariant } from "#domain/errors.ts";
import type { SettledVault } from "./settlement.ts";
import { notifyWithdrawals, type WithdrawalOwner } from "./withdrawal.store.ts";

/** A batch that is not executed yet, as far as the books know. */
export interface OpenBatch {
  readonly status: "built" | "signed" | "sent";
  readonly currency: string;
  /** Its checkpoint epoch is 0 until a checkpoint that carries its amounts is built. */
  readonly batch: PayoutBatch;
  readonly entries: Hex;
  readonly signature: Hex | null;
  readonly failure: string | null;
  /** Since the row changed last. */
  readonly restedMs: number;
}

export async function findOpenBatches(pool: pg.Pool, vault: SettledVault): Promise<OpenBatch[]> {
  const { rows } = await pool.query<OpenBatchRow>(
    `${SELECT_BATCH} WHERE batch.vault_id = $1 AND batch.status IN ('built', 'signed', 'sent')
     ORDER BY batch.created_at, batch.id`,
    [vault.id],
  );
  return rows.map(toOpenBatch);
}

const SELECT_BATCH = `
  SELECT batch.id, batch.currency, currency.token, batch.total, batch.entry_count, batch.entries,
    batch.entries_hash, batch.checkpoint_epoch, batch.signer_epoch, batch.deadline, batch.status,
    batch.signature, batch.failure,
    (extract(epoch FROM now() - batch.updated_at) * 1000)::double precision AS rested_ms
  FROM payout_batches AS batch
  JOIN currencies AS currency ON currency.tenant_id = batch.tenant_id AND currency.code = batch.currency`;

interface OpenBatchRow {
  readonly id: Hex;
  readonly currency: string;
  readonly token: EvmAddress;
  readonly total: bigint;
  readonly entry_count: number;
  readonly entries: Hex;
  readonly entries_hash: Hex;
  readonly checkpoint_epoch: bigint | null;
  readonly signer_epoch: bigint;
  readonly deadline: bigint;
  readonly status: OpenBatch["status"];
  readonly signature: Hex | null;
  readonly failure: string | null;
  readonly rested_ms: number;
}

function toOpenBatch(row: OpenBatchRow): OpenBatch {
  return {
    status: row.status,
    currency: row.currency,
    entries: row.entries,
    signature: row.signature,
    failure: row.failure,
    restedMs: row.rested_ms,
    batch: {
      batchId: row.id,
      token: row.token,
      entriesHash: row.entries_hash,
      total: row.total,
      count: row.entry_count,
      checkpointEpoch: row.checkpoint_epoch ?? 0n,
      signerEpoch: row.signer_epoch,
      deadline: row.deadline,
    },
  };
}

interface BatchKey {
  readonly tenantId: number;
  readonly batchId: Hex;
}

export async function storeSignature(
  pool: pg.Pool,
  { tenantId, batchId, signature }: BatchKey & { signature: Hex },
): Promise<void> {
  await pool.query(
    `UPDATE payout_batches SET status = 'signed', signature = $3, failure = NULL, updated_at = now()
     WHERE tenant_id = $1 AND id = $2 AND status = 'built'`,
    [tenantId, batchId, signature],
  );
}

/** Says why a batch does not get on; it clears itself when the batch does. */
export async function storeFailure(
  pool: pg.Pool,
  { tenantId, batchId, failure }: BatchKey & { failure: string },
): Promise<void> {
  await pool.query(
    "UPDATE payout_batches SET failure = $3, updated_at = now() WHERE tenant_id = $1 AND id = $2",
    [tenantId, batchId, failure],
  );
}

/** Notes that the network has a transaction of the batch, unless the indexer saw more of it already. */
export async function markSent(
  client: pg.ClientBase,
  { tenantId, batchId, hash }: BatchKey & { hash: Hex },
): Promise<void> {
  const sent = await client.query(
    `UPDATE payout_batches SET status = 'sent', tx_hash = $3, failure = NULL, updated_at = now()
     WHERE tenant_id = $1 AND id = $2
       AND (status = 'signed' OR (status = 'sent' AND tx_hash IS DISTINCT FROM $3))`,
    [tenantId, batchId, hash],
  );
  if (sent.rowCount === 0) return;
  const { rows } = await client.query<WithdrawalOwner>(
    "SELECT id, user_id FROM withdrawals WHERE tenant_id = $1 AND batch_id = $2",
    [tenantId, batchId],
  );
  await notifyWithdrawals(client, tenantId, rows);
}

/**
 * Dissolves a batch that can never be executed; its withdrawals wait to be batched anew.
 * @returns whether this call did it
 */
export async function expireBatch(
  client: pg.ClientBase,
  { tenantId, batchId }: BatchKey,
  entryCount: number,
): Promise<boolean> {
  const expired = await client.query(
    `UPDATE payout_batches SET status = 'expired', updated_at = now()
     WHERE tenant_id = $1 AND id = $2 AND status IN ('built', 'signed', 'sent')`,
    [tenantId, batchId],
  );
  if (expired.rowCount === 0) return false;
  const released = await client.query<WithdrawalOwner>(
    `UPDATE withdrawals SET status = 'requested', batch_id = NULL, position = NULL
     WHERE tenant_id = $1 AND batch_id = $2 AND status = 'batched' RETURNING id, user_id`,
    [tenantId, batchId],
  );
  invariant(released.rows.length === entryCount, "no withdrawal of an expired batch was paid");
  await notifyWithdrawals(client, tenantId, released.rows);
  return true;
}
