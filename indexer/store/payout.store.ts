import type pg from "pg";
import type { CreditShare } from "#domain/indexing/claimPostings.ts";
import type { BatchedWithdrawal } from "#domain/indexing/payoutPostings.ts";
import type { CreditClaimed } from "#domain/indexing/vaultEvent.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

interface WithdrawalRow {
  readonly batch_id: string;
  readonly id: string;
  readonly user_id: string;
  readonly position: number;
  readonly to_address: string;
  readonly amount: bigint;
}

/** The withdrawals of this vault's batches in one currency, by batch. */
export async function findWithdrawals(
  client: pg.ClientBase,
  vault: HouseVault,
  batchIds: readonly string[],
): Promise<Map<string, (BatchedWithdrawal & { readonly currency: string })[]>> {
  const { rows } = await client.query<WithdrawalRow & { currency: string }>(
    `SELECT batch_id, withdrawals.id, user_id, position, to_address, amount, withdrawals.currency
     FROM withdrawals JOIN payout_batches ON payout_batches.tenant_id = withdrawals.tenant_id
       AND payout_batches.id = withdrawals.batch_id
     WHERE withdrawals.tenant_id = $1 AND vault_id = $2 AND batch_id = ANY($3)
       AND withdrawals.currency = payout_batches.currency
     ORDER BY batch_id, position`,
    [vault.tenantId, vault.id, batchIds],
  );
  const withdrawals = rows.map((row) => ({
    batchId: row.batch_id,
    id: row.id,
    userId: row.user_id,
    position: row.position,
    toAddress: row.to_address,
    amountMinor: row.amount,
    currency: row.currency,
  }));
  return Map.groupBy(withdrawals, ({ batchId }) => batchId);
}

/** Marks withdrawals as paid or credited by a transaction, from whatever came before; settled ones stay settled. */
export async function settleWithdrawals(
  client: pg.ClientBase,
  vault: HouseVault,
  settled: { readonly ids: readonly string[]; readonly status: "paid" | "credited"; readonly txHash: string },
): Promise<void> {
  await client.query(
    `UPDATE withdrawals SET status = $3, tx_hash = $4
     WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND status NOT IN ('paid', 'credited', 'settled')`,
    [vault.tenantId, settled.ids, settled.status, settled.txHash],
  );
}

/** Marks a batch as executed, whether or not its sender knows yet that it was sent. */
export async function executeBatch(
  client: pg.ClientBase,
  vault: HouseVault,
  batch: { readonly id: string; readonly txHash: string },
): Promise<void> {
  await client.query(
    `UPDATE payout_batches SET status = 'executed', tx_hash = $4, updated_at = now()
     WHERE tenant_id = $1 AND vault_id = $2 AND id = $3 AND status NOT IN ('executed', 'final')`,
    [vault.tenantId, vault.id, batch.id, batch.txHash],
  );
}

/** Batches whose execution is final: paid withdrawals are settled, credited ones wait for their claim. */
export async function finalizeBatches(
  client: pg.ClientBase,
  vault: HouseVault,
  batchIds: readonly string[],
): Promise<{ id: string; userId: string }[]> {
  await client.query(
    `UPDATE payout_batches SET status = 'final', updated_at = now()
     WHERE tenant_id = $1 AND vault_id = $2 AND id = ANY($3) AND status = 'executed'`,
    [vault.tenantId, vault.id, batchIds],
  );
  const { rows } = await client.query<{ id: string; user_id: string }>(
    `UPDATE withdrawals SET status = 'settled', settled_at = now()
     FROM payout_batches AS batch
     WHERE withdrawals.tenant_id = $1 AND batch.tenant_id = $1 AND batch.vault_id = $2
       AND batch.id = withdrawals.batch_id AND batch_id = ANY($3) AND withdrawals.status = 'paid'
     RETURNING withdrawals.id, user_id`,
    [vault.tenantId, vault.id, batchIds],
  );
  return rows.map(({ id, user_id }) => ({ id, userId: user_id }));
}

/** Batches whose execution was dropped wait for it again. */
export async function reopenBatches(
  client: pg.ClientBase,
  vault: HouseVault,
  batchIds: readonly string[],
): Promise<{ id: string; userId: string }[]> {
  await client.query(
    `UPDATE payout_batches SET status = 'sent', updated_at = now()
     WHERE tenant_id = $1 AND vault_id = $2 AND id = ANY($3) AND status = 'executed'`,
    [vault.tenantId, vault.id, batchIds],
  );
  const { rows } = await client.query<{ id: string; user_id: string }>(
    `UPDATE withdrawals SET status = 'batched', tx_hash = NULL
     FROM payout_batches AS batch
     WHERE withdrawals.tenant_id = $1 AND batch.tenant_id = $1 AND batch.vault_id = $2
       AND batch.id = withdrawals.batch_id AND batch_id = ANY($3) AND withdrawals.status IN ('paid', 'credited')
     RETURNING withdrawals.id, user_id`,
    [vault.tenantId, vault.id, batchIds],
  );
  return rows.map(({ id, user_id }) => ({ id, userId: user_id }));
}

/** Whose credits an account claims: those of its batches since its claim before, by owner. */
export async function findCreditShares(
  client: pg.ClientBase,
  vault: HouseVault,
  { args, blockNumber, logIndex }: CreditClaimed,
): Promise<CreditShare[]> {
  const { rows } = await client.query<{ user_id: string; amount: bigint }>(
    `WITH earlier AS (
       SELECT name, args, block_number, log_index FROM chain_events
       WHERE tenant_id = $1 AND vault_id = $2 AND canonical AND name IN ('PayoutCredited', 'CreditClaimed')
         AND args ->> 'account' = $3 AND args ->> 'token' = $4 AND (block_number, log_index) < ($5, $6)),
     last_claim AS (
       SELECT block_number, log_index FROM earlier WHERE name = 'CreditClaimed'
       ORDER BY block_number DESC, log_index DESC LIMIT 1),
     crediting AS (
       SELECT DISTINCT args ->> 'batchId' AS batch_id FROM earlier
       WHERE name = 'PayoutCredited' AND NOT EXISTS (
         SELECT FROM last_claim
         WHERE (last_claim.block_number, last_claim.log_index) > (earlier.block_number, earlier.log_index)))
     SELECT user_id, sum(amount)::bigint AS amount FROM withdrawals JOIN crediting USING (batch_id)
     WHERE tenant_id = $1 AND to_address = $3 AND status = 'credited'
     GROUP BY user_id ORDER BY user_id`,
    [vault.tenantId, vault.id, args.account, args.token, blockNumber, logIndex],
  );
  return rows.map(({ user_id, amount }) => ({ userId: user_id, amountMinor: amount }));
}
