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

export interface SignedAttempt {
  readonly hash: Hex;
  readonly raw: Hex;
  readonly fees: Fees;
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
