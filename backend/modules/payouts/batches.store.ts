import type pg from "pg";
import { z } from "zod";
import { exactTime } from "#backend/db/exactTime.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { cursorTime, decodeCursor } from "#backend/http/pageCursor.ts";
import { batchStatus, type PayoutBatchQuery, type PayoutBatchView } from "#domain/api/payouts.ts";
import { hash32 } from "#domain/api/primitives.ts";

const position = z.strictObject({ createdAt: cursorTime, id: hash32 });

interface BatchRow {
  readonly id: string;
  readonly vault: string;
  readonly currency: string;
  readonly status: string;
  readonly total: bigint;
  readonly entry_count: number;
  readonly checkpoint_epoch: bigint | null;
  readonly signer_epoch: bigint;
  readonly deadline: bigint;
  readonly failure: string | null;
  readonly tx_hash: string | null;
  readonly created_at: Date;
  readonly created_exactly: string;
  readonly updated_at: Date;
}

const SELECT_BATCH = `
  SELECT batch.id, vault.address AS vault, batch.currency, batch.status, batch.total, batch.entry_count,
    batch.checkpoint_epoch, batch.signer_epoch, batch.deadline, batch.failure, batch.tx_hash, batch.created_at,
    ${exactTime("batch.created_at")} AS created_exactly,
    batch.updated_at
  FROM payout_batches AS batch JOIN vaults AS vault ON vault.tenant_id = batch.tenant_id AND vault.id = batch.vault_id`;

/** The house's batches, newest first. @throws CursorInvalid */
export async function listBatches(
  pool: pg.Pool,
  tenantId: number,
  { status, cursor, limit }: PayoutBatchQuery,
): Promise<Page<PayoutBatchView>> {
  const after = cursor === undefined ? null : decodeCursor(position, cursor);
  const { rows } = await inTenantTransaction(pool, tenantId, (client) =>
    client.query<BatchRow>(
      `${SELECT_BATCH}
       WHERE batch.tenant_id = $1 AND ($2::text IS NULL OR batch.status = $2)
         AND ($3::timestamptz IS NULL OR (batch.created_at, batch.id) < ($3, $4))
       ORDER BY batch.created_at DESC, batch.id DESC LIMIT $5`,
      [tenantId, status ?? null, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    ),
  );
  return cutPage(rows, {
    limit,
    toItem: toView,
    positionOf: ({ created_exactly: createdAt, id }) => ({ createdAt, id }),
  });
}

/** @returns null when the house has no such batch */
export async function findBatch(
  client: pg.ClientBase,
  tenantId: number,
  batchId: string,
): Promise<PayoutBatchView | null> {
  const { rows } = await client.query<BatchRow>(
    `${SELECT_BATCH} WHERE batch.tenant_id = $1 AND batch.id = $2`,
    [tenantId, batchId],
  );
  return rows[0] === undefined ? null : toView(rows[0]);
}

function toView(row: BatchRow): PayoutBatchView {
  return {
    id: row.id,
    vault: row.vault,
    currency: row.currency,
    status: batchStatus.parse(row.status),
    total: row.total.toString(),
    entryCount: row.entry_count,
    checkpointEpoch: row.checkpoint_epoch?.toString() ?? null,
    signerEpoch: row.signer_epoch.toString(),
    deadline: new Date(Number(row.deadline) * 1_000).toISOString(),
    failure: row.failure,
    txHash: row.tx_hash,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
