import type pg from "pg";
import { notifyActivity } from "#backend/db/activityChannel.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import type { PendingPayout } from "#domain/settlement/selectPayouts.ts";

export interface RequestedQuery {
  readonly tenantId: number;
  readonly currency: string;
  readonly limit: number;
  readonly offset: number;
}

/** Withdrawals that wait to be batched, oldest first. */
export async function findRequested(
  pool: pg.Pool,
  { tenantId, currency, limit, offset }: RequestedQuery,
): Promise<PendingPayout[]> {
  const { rows } = await pool.query<{ id: string; to_address: EvmAddress; amount: bigint }>(
    `SELECT id, to_address, amount FROM withdrawals
     WHERE tenant_id = $1 AND currency = $2 AND status = 'requested' ORDER BY created_at, id LIMIT $3 OFFSET $4`,
    [tenantId, currency, limit, offset],
  );
  return rows.map((row) => ({ id: row.id, account: row.to_address, quanta: row.amount }));
}

export interface WithdrawalOwner {
  readonly id: string;
  readonly user_id: string;
}

/** Tells the API whose withdrawals moved on. */
export async function notifyWithdrawals(
  client: pg.ClientBase,
  tenantId: number,
  withdrawals: readonly WithdrawalOwner[],
): Promise<void> {
  await notifyActivity(
    client,
    withdrawals.map(({ id, user_id }) => ({ kind: "withdrawal", tenantId, userId: user_id, id })),
  );
}
