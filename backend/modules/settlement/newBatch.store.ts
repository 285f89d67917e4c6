import type pg from "pg";
import type { Hex } from "#domain/chain/hex.ts";
import type { PackedEntries } from "#domain/chain/payoutEntries.ts";
import { batchIdOf } from "#domain/settlement/batchId.ts";
import type { PendingPayout } from "#domain/settlement/selectPayouts.ts";
import { arePayoutsStopped } from "./house.store.ts";
import type { SettledVault } from "./settlement.ts";
import { notifyWithdrawals, type WithdrawalOwner } from "./withdrawal.store.ts";

export interface NewBatch {
  readonly vault: SettledVault;
  readonly currency: string;
  readonly payouts: readonly PendingPayout[];
  readonly packed: PackedEntries;
  readonly signerEpoch: bigint;
  readonly deadline: bigint;
}

/**
 * Writes a batch and takes its withdrawals, all or nothing, in the caller's transaction. The next checkpoint carries
 * its amounts and gives it its epoch.
 * @returns its id, or null when a withdrawal was cancelled meanwhile or payouts were stopped
 */
export async function insertBatch(client: pg.ClientBase, wanted: NewBatch): Promise<Hex | null> {
  const { vault, currency, payouts, packed } = wanted;
  const ids = payouts.map(({ id }) => id);
  const free = await client.query(
    `SELECT 1 FROM withdrawals WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND status = 'requested'
     ORDER BY id FOR UPDATE`,
    [vault.tenantId, ids],
  );
  if (free.rows.length !== ids.length || (await arePayoutsStopped(client, vault.tenantId))) return null;

  const series = { chainId: vault.chainId, vault: vault.address, tenantId: vault.tenantId };
  const batchId = batchIdOf(series, await countBatches(client, vault));
  await client.query(
    `INSERT INTO payout_batches (tenant_id, id, vault_id, currency, total, entry_count, entries, entries_hash,
       signer_epoch, deadline, status)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'built')`,
    [
      vault.tenantId,
      batchId,
      vault.id,
      currency,
      packed.total,
      packed.count,
      packed.entries,
      packed.entriesHash,
      wanted.signerEpoch,
      wanted.deadline,
    ],
  );
  const taken = await client.query<WithdrawalOwner>(
    `UPDATE withdrawals SET status = 'batched', batch_id = $2, position = place - 1
     FROM unnest($3::uuid[]) WITH ORDINALITY AS chosen (id, place)
     WHERE withdrawals.tenant_id = $1 AND withdrawals.id = chosen.id
     RETURNING withdrawals.id, user_id`,
    [vault.tenantId, batchId, ids],
  );
  await notifyWithdrawals(client, vault.tenantId, taken.rows);
  return batchId;
}

/** Batches are never deleted, so that their number counts them for ever. */
async function countBatches(client: pg.ClientBase, vault: SettledVault): Promise<bigint> {
  const { rows } = await client.query<{ count: bigint }>(
    "SELECT count(*) AS count FROM payout_batches WHERE vault_id = $1",
    [vault.id],
  );
  return rows[0]?.count ?? 0n;
}
