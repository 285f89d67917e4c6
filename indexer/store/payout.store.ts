import type pg from "pg";
import { bigintColumn, byteaColumn, integerColumn, textColumn, uuidColumn } from "#backend/db/columns.ts";
import type { CreditShare } from "#domain/indexing/claimPostings.ts";
import type { BatchedWithdrawal } from "#domain/indexing/payoutPostings.ts";
import type { CreditClaimed } from "#domain/indexing/vaultEvent.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

const TOPIC_DIGITS = 64;

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
  if (batchIds.length === 0) return new Map();
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

/** Something that a transaction did. */
export interface DoneBy {
  readonly id: string;
  readonly txHash: string;
}

/**
 * Marks withdrawals as paid, settled or credited by a transaction, from whatever came before; settled ones stay settled.
 */
export async function settleWithdrawals(
  client: pg.ClientBase,
  vault: HouseVault,
  status: "paid" | "settled" | "credited",
  settled: readonly DoneBy[],
): Promise<void> {
  if (settled.length === 0) return;
  await client.query(
    `UPDATE withdrawals SET status = $2, tx_hash = done.tx_hash,
       settled_at = CASE WHEN $2 = 'settled' THEN now() END
     FROM unnest($3::uuid[], $4::text[]) AS done (id, tx_hash)
     WHERE tenant_id = $1 AND withdrawals.id = done.id AND status NOT IN ('paid', 'credited', 'settled')`,
    [
      vault.tenantId,
      status,
      uuidColumn(settled.map(({ id }) => id)),
      textColumn(settled.map(({ txHash }) => txHash)),
    ],
  );
}

/** Marks batches as executed, whether or not their sender knows yet that they were sent. */
export async function executeBatches(
  client: pg.ClientBase,
  vault: HouseVault,
  executed: readonly DoneBy[],
): Promise<void> {
  if (executed.length === 0) return;
  await client.query(
    `UPDATE payout_batches SET status = 'executed', tx_hash = done.tx_hash, updated_at = now()
     FROM unnest($3::text[], $4::text[]) AS done (id, tx_hash)
     WHERE tenant_id = $1 AND vault_id = $2 AND payout_batches.id = done.id AND status NOT IN ('executed', 'final')`,
    [
      vault.tenantId,
      vault.id,
      textColumn(executed.map(({ id }) => id)),
      textColumn(executed.map(({ txHash }) => txHash)),
    ],
  );
}

/** Batches whose execution is final: paid withdrawals are settled, credited ones wait for their claim. */
export async function finalizeBatches(
  client: pg.ClientBase,
  vault: HouseVault,
  batchIds: readonly string[],
): Promise<{ id: string; userId: string }[]> {
  if (batchIds.length === 0) return [];
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
  if (batchIds.length === 0) return [];
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

/** The last claim of the account before this one. */
const LAST_CLAIM = `SELECT block_number, log_index FROM chain_events
  WHERE tenant_id = $1 AND vault_id = $2 AND canonical AND name = 'CreditClaimed'
    AND substring(topics FROM 33 FOR 32) = claim.account_topic AND token = claim.token
    AND block_number <= claim.block_number AND (block_number, log_index) < (claim.block_number, claim.log_index)
  ORDER BY block_number DESC, log_index DESC LIMIT 1`;

/** The batches that credited the account since then. */
const CREDITING = `SELECT '0x' || encode(substring(topics FROM 33 FOR 32), 'hex') FROM chain_events
  WHERE tenant_id = $1 AND vault_id = $2 AND canonical AND name = 'PayoutCredited'
    AND substring(topics FROM 65 FOR 32) = claim.account_topic AND token = claim.token
    AND block_number BETWEEN coalesce(last_claim.block_number, 0) AND claim.block_number
    AND (block_number, log_index) < (claim.block_number, claim.log_index)
    AND (last_claim.block_number IS NULL
      OR (block_number, log_index) > (last_claim.block_number, last_claim.log_index))`;

/** Whose credits accounts claim: those of their batches since the claim before, by owner. One list for each claim. */
export async function findCreditShares(
  client: pg.ClientBase,
  vault: HouseVault,
  claims: readonly CreditClaimed[],
): Promise<CreditShare[][]> {
  if (claims.length === 0) return [];
  const { rows } = await client.query<{ place: number; user_id: string; amount: bigint }>(
    `SELECT (place - 1)::integer AS place, user_id, sum(amount)::bigint AS amount
     FROM unnest($3::bytea[], $4::text[], $5::text[], $6::bigint[], $7::integer[]) WITH ORDINALITY
       AS claim (account_topic, account, token, block_number, log_index, place)
     LEFT JOIN LATERAL (${LAST_CLAIM}) AS last_claim ON true
     JOIN withdrawals ON withdrawals.tenant_id = $1 AND to_address = claim.account AND status = 'credited'
       AND batch_id IN (${CREDITING})
     GROUP BY place, user_id ORDER BY place, user_id`,
    [
      vault.tenantId,
      vault.id,
      byteaColumn(
        claims.map(({ args }) => `0x${args.account.slice("0x".length).padStart(TOPIC_DIGITS, "0")}`),
      ),
      textColumn(claims.map(({ args }) => args.account)),
      textColumn(claims.map(({ args }) => args.token)),
      bigintColumn(claims.map(({ blockNumber }) => blockNumber)),
      integerColumn(claims.map(({ logIndex }) => logIndex)),
    ],
  );
  const byPlace = Map.groupBy(rows, ({ place }) => place);
  return claims.map((_, place) =>
    (byPlace.get(place) ?? []).map(({ user_id, amount }) => ({ userId: user_id, amountMinor: amount })),
  );
}
