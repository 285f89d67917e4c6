import type pg from "pg";
import type { ExitSource } from "#domain/indexing/exitPostings.ts";
import { lockPayouts } from "#indexer/store/payoutsLock.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** The accounts that a player's free leaf is made of, in the order in which an exit empties them. */
const FREE_KINDS = ["player_cash", "player_income", "player_locked"] as const;

/** Whether this is the vault that the tenant's players play on; an older one may close without them. */
export async function isCurrentVault(client: pg.ClientBase, vault: HouseVault): Promise<boolean> {
  const { rows } = await client.query(
    "SELECT FROM vaults WHERE tenant_id = $1 AND chain_id = $2 AND id > $3 LIMIT 1",
    [vault.tenantId, vault.chainId, vault.id],
  );
  return rows.length === 0;
}

/** Stops everything that would change what players are owed. */
export async function stopHouse(client: pg.ClientBase, tenantId: number): Promise<void> {
  await lockPayouts(client, tenantId);
  await client.query(
    `INSERT INTO kill_switches (tenant_id, name, reason)
     SELECT $1, name, 'The vault''s exit is open: players take what the last checkpoint says they are owed'
     FROM unnest('{bets,withdrawals,payouts}'::text[]) AS name
     ON CONFLICT DO NOTHING`,
    [tenantId],
  );
}

export interface CancelledWithdrawal {
  readonly id: string;
  readonly userId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

/** Ends the withdrawals that wait to be batched. */
export async function cancelRequested(
  client: pg.ClientBase,
  tenantId: number,
  currencies: readonly string[],
): Promise<CancelledWithdrawal[]> {
  const { rows } = await client.query<{ id: string; user_id: string; currency: string; amount: bigint }>(
    `UPDATE withdrawals SET status = 'cancelled'
     WHERE tenant_id = $1 AND currency = ANY($2) AND status = 'requested' RETURNING id, user_id, currency, amount`,
    [tenantId, currencies],
  );
  return rows.map(({ id, user_id, currency, amount }) => ({
    id,
    userId: user_id,
    currency,
    amountMinor: amount,
  }));
}

/** What a player's free balance is made of. The user is undefined for a wallet that the house does not know. */
export async function findPlayerSources(
  client: pg.ClientBase,
  tenantId: number,
  wallet: string,
  currency: string,
): Promise<{ readonly userId: string | undefined; readonly sources: ExitSource[] }> {
  const { rows } = await client.query<{
    user_id: string;
    kind: (typeof FREE_KINDS)[number];
    balance: bigint;
  }>(
    `SELECT users.id AS user_id, kind, balance
     FROM users JOIN accounts ON accounts.tenant_id = $1 AND owner_id = users.id AND currency = $3
     WHERE users.tenant_id = $1 AND wallet_address = $2 AND kind = ANY($4)
     ORDER BY array_position($4, kind) FOR NO KEY UPDATE OF accounts`,
    [tenantId, wallet, currency, FREE_KINDS],
  );
  const sources = rows.map(({ user_id: ownerId, kind, balance: balanceMinor }) => ({
    account: { kind, currency, ownerId },
    balanceMinor,
  }));
  return { userId: rows[0]?.user_id, sources };
}

export interface BatchLeaf {
  readonly batchId: string;
  readonly account: string;
}

/** Whose withdrawals the leaf of a batch consists of. */
export async function findBatchSources(
  client: pg.ClientBase,
  tenantId: number,
  { batchId, account, currency }: BatchLeaf & { readonly currency: string },
): Promise<ExitSource[]> {
  const { rows } = await client.query<{ user_id: string; amount: bigint }>(
    `SELECT user_id, sum(amount)::bigint AS amount FROM withdrawals
     WHERE tenant_id = $1 AND batch_id = $2 AND to_address = $3 AND currency = $4 AND status = 'batched'
     GROUP BY user_id ORDER BY user_id`,
    [tenantId, batchId, account, currency],
  );
  return rows.map(({ user_id: ownerId, amount }) => ({
    account: { kind: "withdrawal_pending", currency, ownerId },
    balanceMinor: amount,
  }));
}

/** Marks the withdrawals of a leaf as settled, by the exit's transaction. */
export async function settleExitedWithdrawals(
  client: pg.ClientBase,
  tenantId: number,
  { batchId, account, txHash }: BatchLeaf & { readonly txHash: string },
): Promise<{ id: string; userId: string }[]> {
  const { rows } = await client.query<{ id: string; user_id: string }>(
    `UPDATE withdrawals SET status = 'settled', tx_hash = $4, settled_at = now()
     WHERE tenant_id = $1 AND batch_id = $2 AND to_address = $3 AND status = 'batched' RETURNING id, user_id`,
    [tenantId, batchId, account, txHash],
  );
  return rows.map(({ id, user_id }) => ({ id, userId: user_id }));
}
