import type pg from "pg";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import type { Fees } from "#domain/settlement/fees.ts";
import { markSent } from "./batch.store.ts";
import type { Purpose } from "./purpose.ts";
import type { SettledVault } from "./settlement.ts";

/** One signed version of a transaction. All versions share a nonce, so that at most one is ever mined. */
export interface Attempt {
  readonly hash: Hex;
  readonly raw: Hex;
  readonly fees: Fees;
  readonly ageMs: number;
}

/** A nonce that was spent on something and is not settled for good. */
export interface OpenTransaction {
  readonly id: bigint;
  readonly tenantId: number;
  readonly nonce: bigint;
  readonly sender: EvmAddress;
  readonly purpose: Purpose;
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
  readonly sender: EvmAddress;
  readonly batch_id: Hex | null;
  readonly checkpoint_id: bigint | null;
  readonly root: Hex | null;
  readonly anchor_kind: Hex | null;
  readonly anchor_epoch: bigint | null;
  readonly anchor_root: Hex | null;
  readonly status: OpenTransaction["status"];
  readonly hash: Hex;
  readonly raw: Hex;
  readonly max_fee_per_gas: string;
  readonly max_priority_fee_per_gas: string;
  readonly age_ms: number;
}

/** The vault's transactions by these senders that are not final, in nonce order. */
export async function findOpenTransactions(
  pool: pg.Pool,
  vault: SettledVault,
  senders: readonly EvmAddress[],
): Promise<OpenTransaction[]> {
  const { rows } = await pool.query<AttemptRow>(
    `SELECT open.*, attempt.hash, attempt.raw, attempt.max_fee_per_gas, attempt.max_priority_fee_per_gas,
       (extract(epoch FROM now() - attempt.created_at) * 1000)::double precision AS age_ms
     FROM (SELECT tx.id, tx.nonce, tx.sender, tx.batch_id, tx.checkpoint_id, tx.status, checkpoint.root,
             tx.anchor_kind, tx.anchor_epoch, tx.anchor_root
           FROM chain_transactions AS tx
           LEFT JOIN checkpoints AS checkpoint
             ON checkpoint.tenant_id = tx.tenant_id AND checkpoint.id = tx.checkpoint_id
           WHERE tx.chain_id = $1 AND tx.sender = ANY($2) AND tx.vault_id = $3 AND tx.status IN ('pending', 'mined')
           ORDER BY tx.nonce LIMIT $4) AS open
     JOIN chain_transaction_attempts AS attempt ON attempt.transaction_id = open.id
     ORDER BY open.nonce, open.id, attempt.created_at, attempt.max_fee_per_gas`,
    [vault.chainId, senders, vault.id, MAX_WATCHED],
  );
  const byId = Map.groupBy(rows, ({ id }) => id);
  return [...byId.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { id, nonce, sender, status } = first;
    const purpose = purposeOf(first);
    return [{ id, tenantId: vault.tenantId, nonce, sender, purpose, status, attempts: group.map(toAttempt) }];
  });
}

function purposeOf(row: AttemptRow): Purpose {
  const { batch_id: batchId, checkpoint_id: checkpointId, root } = row;
  if (batchId !== null) return { kind: "batch", batchId };
  const { anchor_kind: kind, anchor_epoch: epoch, anchor_root: anchored } = row;
  if (kind !== null && epoch !== null && anchored !== null) {
    return { kind: "anchor", anchor: { kind, epoch, root: anchored } };
  }
  invariant(checkpointId !== null && root !== null, "a transaction has one purpose");
  return { kind: "checkpoint", checkpointId, root };
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
  readonly vault: SettledVault;
  readonly sender: EvmAddress;
  readonly purpose: Purpose;
  /** The nonce that the chain expects next; the books may be ahead of it. */
  readonly chainNonce: bigint;
  /** Signs for the nonce that was allocated; no I/O beyond the key in memory. */
  readonly signWith: (nonce: bigint) => Promise<SignedAttempt>;
}

/**
 * Allocates the sender's next nonce and stores the signed bytes that use it, in the caller's transaction:
 * there is never a nonce in the books without bytes to fill it.
 * @returns null when the purpose got a transaction, or an end, from elsewhere meanwhile
 */
export async function insertTransaction(
  client: pg.ClientBase,
  wanted: NewTransaction,
): Promise<{ id: bigint; nonce: bigint; attempt: SignedAttempt } | null> {
  const { vault, sender, purpose } = wanted;
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `sender ${vault.chainId} ${sender}`,
  ]);
  if (!(await isFree(client, vault, purpose))) return null;

  const { rows } = await client.query<{ id: bigint; nonce: bigint }>(
    `INSERT INTO chain_transactions
       (tenant_id, vault_id, chain_id, sender, nonce, batch_id, checkpoint_id, anchor_kind, anchor_epoch, anchor_root,
        status)
     SELECT $1, $2, $3, $4, greatest(coalesce(max(nonce) + 1, 0), $7), $5, $6, $8, $9, $10, 'pending'
     FROM chain_transactions WHERE chain_id = $3 AND sender = $4 RETURNING id, nonce`,
    [
      vault.tenantId,
      vault.id,
      vault.chainId,
      sender,
      purpose.kind === "batch" ? purpose.batchId : null,
      purpose.kind === "checkpoint" ? purpose.checkpointId : null,
      wanted.chainNonce,
      ...anchorColumns(purpose),
    ],
  );
  const [row] = rows;
  invariant(row !== undefined, "an insert that returns gives its row");
  const attempt = await wanted.signWith(row.nonce);
  await insertAttempt(client, { tenantId: vault.tenantId, transactionId: row.id, attempt });
  return { ...row, attempt };
}

function anchorColumns(purpose: Purpose): [kind: Hex | null, epoch: bigint | null, root: Hex | null] {
  if (purpose.kind !== "anchor") return [null, null, null];
  const { kind, epoch, root } = purpose.anchor;
  return [kind, epoch, root];
}

/** Locks what the transaction is for. A root for the registry needs no lock but the sender's, which is held. */
async function isFree(
  client: pg.ClientBase,
  { id: vaultId, tenantId }: SettledVault,
  purpose: Purpose,
): Promise<boolean> {
  if (purpose.kind === "anchor") {
    const { rows } = await client.query(
      `SELECT FROM chain_transactions
       WHERE vault_id = $1 AND anchor_kind = $2 AND anchor_epoch = $3 AND status IN ('pending', 'mined')`,
      [vaultId, purpose.anchor.kind, purpose.anchor.epoch],
    );
    return rows.length === 0;
  }
  if (purpose.kind === "batch") {
    const batch = await client.query(
      `SELECT 1 FROM payout_batches AS batch
       WHERE tenant_id = $1 AND id = $2 AND status IN ('signed', 'sent') AND NOT EXISTS (
         SELECT 1 FROM chain_transactions AS tx
         WHERE tx.tenant_id = $1 AND tx.batch_id = $2 AND tx.status = 'pending')
       FOR UPDATE OF batch`,
      [tenantId, purpose.batchId],
    );
    return batch.rows.length > 0;
  }
  // A new version of the row, not just a lock: whoever builds the checkpoint anew from an older snapshot fails on it,
  // and so never changes the root of an epoch whose transaction is on its way.
  const checkpoint = await client.query(
    `UPDATE checkpoints SET root = root
     WHERE tenant_id = $1 AND id = $2 AND root = $3 AND status = 'built' AND NOT EXISTS (
       SELECT 1 FROM chain_transactions AS tx
       WHERE tx.tenant_id = $1 AND tx.checkpoint_id = $2 AND tx.status IN ('pending', 'mined'))`,
    [tenantId, purpose.checkpointId, purpose.root],
  );
  return checkpoint.rowCount === 1;
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
  readonly purpose: Purpose;
  readonly hash: Hex;
  /** Bytes that only fill their nonce say nothing about the purpose. */
  readonly isFiller: boolean;
}

/** Notes that the network has these bytes, in the caller's transaction. */
export async function markBroadcast(client: pg.ClientBase, broadcast: Broadcast): Promise<void> {
  await client.query(
    `UPDATE chain_transaction_attempts SET broadcast_at = now()
     WHERE transaction_id = $1 AND hash = $2 AND broadcast_at IS NULL`,
    [broadcast.transactionId, broadcast.hash],
  );
  const { purpose, isFiller } = broadcast;
  // A checkpoint changes when its event is seen, and not before.
  if (purpose.kind === "batch" && !isFiller)
    await markSent(client, { ...broadcast, batchId: purpose.batchId });
}
