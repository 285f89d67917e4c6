import type pg from "pg";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import type { Fees } from "#domain/settlement/fees.ts";
import { markSent } from "./batch.store.ts";
import type { SettledVault } from "./settlement.ts";

/** One signed version of a transaction. All versions share a nonce, so that at most one is ever mined. */
export interface Attempt {
  readonly hash: Hex;
  readonly raw: Hex;
  readonly fees: Fees;
  readonly ageMs: number;
}

/** A nonce of the sender that was spent on a batch and is not settled for good. */
export interface OpenTransaction {
  readonly id: bigint;
  readonly tenantId: number;
  readonly nonce: bigint;
  readonly batchId: Hex;
  readonly status: "pending" | "mined";
  /** Oldest first; never empty. */
  readonly attempts: readonly Attempt[];
}

export type TransactionStatus = "pending" | "mined" | "final" | "cancelled";

/** How many nonces one tick looks after; later ones cannot be mined before these anyway. */
const MAX_WATCHED = 100;

interface AttemptRow {
  readonly id: bigint;
  readonly nonce: bigint;
  readonly batch_id: Hex;
  readonly status: OpenTransaction["status"];
  readonly hash: Hex;
  readonly raw: Hex;
  readonly max_fee_per_gas: string;
  readonly max_priority_fee_per_gas: string;
  readonly age_ms: number;
}

/** The vault's transactions by this sender that are not final, in nonce order. */
export async function findOpenTransactions(
  pool: pg.Pool,
  vault: SettledVault,
  sender: EvmAddress,
): Promise<OpenTransaction[]> {
  const { rows } = await pool.query<AttemptRow>(
    `SELECT open.*, attempt.hash, attempt.raw, attempt.max_fee_per_gas, attempt.max_priority_fee_per_gas,
       (extract(epoch FROM now() - attempt.created_at) * 1000)::double precision AS age_ms
     FROM (SELECT tx.id, tx.nonce, tx.batch_id, tx.status FROM chain_transactions AS tx
           JOIN payout_batches AS batch ON batch.tenant_id = tx.tenant_id AND batch.id = tx.batch_id
           WHERE tx.chain_id = $1 AND tx.sender = $2 AND batch.vault_id = $3 AND tx.status IN ('pending', 'mined')
           ORDER BY tx.nonce LIMIT $4) AS open
     JOIN chain_transaction_attempts AS attempt ON attempt.transaction_id = open.id
     ORDER BY open.nonce, attempt.created_at, attempt.max_fee_per_gas`,
    [vault.chainId, sender, vault.id, MAX_WATCHED],
  );
  const byId = Map.groupBy(rows, ({ id }) => id);
  return [...byId.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { id, nonce, batch_id: batchId, status } = first;
    return [{ id, tenantId: vault.tenantId, nonce, batchId, status, attempts: group.map(toAttempt) }];
  });
}

function toAttempt(row: AttemptRow): Attempt {
  return {
    hash: row.hash,
    raw: row.raw,
    ageMs: row.age_ms,
    fees: {
      maxFeePerGas: BigInt(row.max_fee_per_gas),
      maxPriorityFeePerGas: BigInt(row.max_priority_fee_per_gas),
    },
  };
}

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

export interface SignedAttempt {
  readonly hash: Hex;
  readonly raw: Hex;
  readonly fees: Fees;
}

export interface NewTransaction {
  readonly tenantId: number;
  readonly chainId: number;
  readonly sender: EvmAddress;
  readonly batchId: Hex;
  /** The nonce that the chain expects next; the books may be ahead of it. */
  readonly chainNonce: bigint;
  /** Signs for the nonce that was allocated; no I/O beyond the key in memory. */
  readonly signWith: (nonce: bigint) => Promise<SignedAttempt>;
}

/**
 * Allocates the sender's next nonce and stores the signed bytes that use it, in the caller's transaction:
 * there is never a nonce in the books without bytes to fill it.
 * @returns null when the batch got a transaction, or an end, from elsewhere meanwhile
 */
export async function insertTransaction(
  client: pg.ClientBase,
  wanted: NewTransaction,
): Promise<{ id: bigint; nonce: bigint; attempt: SignedAttempt } | null> {
  const { tenantId, chainId, sender, batchId } = wanted;
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `sender ${chainId} ${sender}`,
  ]);
  const free = await client.query(
    `SELECT 1 FROM payout_batches AS batch
     WHERE tenant_id = $1 AND id = $2 AND status IN ('signed', 'sent') AND NOT EXISTS (
       SELECT 1 FROM chain_transactions AS tx
       WHERE tx.tenant_id = $1 AND tx.batch_id = $2 AND tx.status = 'pending')
     FOR UPDATE OF batch`,
    [tenantId, batchId],
  );
  if (free.rows.length === 0) return null;

  const { rows } = await client.query<{ id: bigint; nonce: bigint }>(
    `INSERT INTO chain_transactions (tenant_id, chain_id, sender, nonce, batch_id, status)
     SELECT $1, $2, $3, greatest(coalesce(max(nonce) + 1, 0), $5), $4, 'pending'
     FROM chain_transactions WHERE chain_id = $2 AND sender = $3 RETURNING id, nonce`,
    [tenantId, chainId, sender, batchId, wanted.chainNonce],
  );
  const [row] = rows;
  invariant(row !== undefined, "an insert that returns gives its row");
  const attempt = await wanted.signWith(row.nonce);
  await insertAttempt(client, { tenantId, transactionId: row.id, attempt });
  return { ...row, attempt };
}

export async function insertAttempt(
  client: pg.Pool | pg.ClientBase,
  { tenantId, transactionId, attempt }: { tenantId: number; transactionId: bigint; attempt: SignedAttempt },
): Promise<void> {
  await client.query(
    `INSERT INTO chain_transaction_attempts
       (tenant_id, transaction_id, hash, raw, max_fee_per_gas, max_priority_fee_per_gas)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [
      tenantId,
      transactionId,
      attempt.hash,
      attempt.raw,
      attempt.fees.maxFeePerGas,
      attempt.fees.maxPriorityFeePerGas,
    ],
  );
}

export async function setTransactionStatus(
  pool: pg.Pool,
  id: bigint,
  status: TransactionStatus,
): Promise<void> {
  await pool.query(
    "UPDATE chain_transactions SET status = $2, updated_at = now() WHERE id = $1 AND status <> $2",
    [id, status],
  );
}

export interface Broadcast {
  readonly tenantId: number;
  readonly transactionId: bigint;
  readonly batchId: Hex;
  readonly hash: Hex;
  /** Bytes that only fill their nonce say nothing about the batch. */
  readonly isFiller: boolean;
}

/** Notes that the network has these bytes, in the caller's transaction. */
export async function markBroadcast(client: pg.ClientBase, broadcast: Broadcast): Promise<void> {
  await client.query(
    `UPDATE chain_transaction_attempts SET broadcast_at = now()
     WHERE transaction_id = $1 AND hash = $2 AND broadcast_at IS NULL`,
    [broadcast.transactionId, broadcast.hash],
  );
  if (!broadcast.isFiller) await markSent(client, broadcast);
}
