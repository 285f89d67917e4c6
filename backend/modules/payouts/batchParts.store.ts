import type pg from "pg";
import type { BuildOrderAnswer, PayoutBatchDetail } from "#domain/api/payouts.ts";
import { withdrawalStatus } from "#domain/api/wallet.ts";

interface EntryRow {
  readonly id: string;
  readonly to_address: string;
  readonly amount: bigint;
  readonly status: string;
}

/** Whom a batch pays, in the order of its entries. A batch has no more of them than the vault takes at once. */
export async function findEntries(
  client: pg.ClientBase,
  tenantId: number,
  batchId: string,
): Promise<PayoutBatchDetail["entries"]> {
  const { rows } = await client.query<EntryRow>(
    `SELECT id, to_address, amount, status FROM withdrawals
     WHERE tenant_id = $1 AND batch_id = $2 ORDER BY position`,
    [tenantId, batchId],
  );
  return rows.map((row) => ({
    withdrawalId: row.id,
    to: row.to_address,
    amount: row.amount.toString(),
    status: withdrawalStatus.parse(row.status),
  }));
}

/** A transaction that was spent on a batch, with every version of it. */
export interface SpentTransactionRow {
  readonly sender: string;
  readonly nonce: bigint;
  readonly status: "pending" | "mined" | "final" | "cancelled";
  readonly attempts: readonly AttemptRow[];
}

interface AttemptRow {
  readonly hash: string;
  readonly max_fee_per_gas: string;
  readonly max_priority_fee_per_gas: string;
  readonly created_at: Date;
  readonly broadcast_at: Date | null;
}

/** Oldest first. Settlement spends a bounded number of transactions on a batch, and of versions on each. */
export async function findTransactions(
  client: pg.ClientBase,
  tenantId: number,
  batchId: string,
): Promise<SpentTransactionRow[]> {
  const { rows } = await client.query<AttemptRow & Omit<SpentTransactionRow, "attempts"> & { id: bigint }>(
    `SELECT tx.id, tx.sender, tx.nonce, tx.status, attempt.hash, attempt.max_fee_per_gas,
       attempt.max_priority_fee_per_gas, attempt.created_at, attempt.broadcast_at
     FROM chain_transactions AS tx
     JOIN chain_transaction_attempts AS attempt
       ON attempt.tenant_id = tx.tenant_id AND attempt.transaction_id = tx.id
     WHERE tx.tenant_id = $1 AND tx.batch_id = $2
     ORDER BY tx.id, attempt.created_at, attempt.max_fee_per_gas`,
    [tenantId, batchId],
  );
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((attempts) => {
    const [first] = attempts;
    if (first === undefined) return [];
    const { sender, nonce, status } = first;
    return [{ sender, nonce, status, attempts }];
  });
}

/** What waits to be put into a batch, by currency. */
export async function findWaiting(
  client: pg.ClientBase,
  tenantId: number,
): Promise<BuildOrderAnswer["waiting"]> {
  const { rows } = await client.query<{ currency: string; withdrawals: number; total: string }>(
    `SELECT currency, count(*)::integer AS withdrawals, sum(amount)::text AS total FROM withdrawals
     WHERE tenant_id = $1 AND status = 'requested' GROUP BY currency ORDER BY currency`,
    [tenantId],
  );
  return rows;
}
