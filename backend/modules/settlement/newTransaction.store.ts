import type pg from "pg";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import type { Purpose } from "./purpose.ts";
import type { SettledVault } from "./settlement.ts";
import { insertAttempt, type SignedAttempt } from "./transaction.store.ts";

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
