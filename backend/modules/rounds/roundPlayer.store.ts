import type pg from "pg";
import { bigintColumn } from "#backend/db/columns.ts";
import type { EncryptedSeed } from "#backend/modules/fairness/seedHashers.ts";
import { balanceViewOf, type ShownAccount } from "#backend/modules/wallet/balanceView.ts";
import type { BalanceView } from "#domain/api/wallet.ts";

/** Whose round it is. */
export interface PlayerKey {
  readonly tenantId: number;
  readonly userId: string;
}

/** A player with the active pair of seeds; null when there is none. */
export interface PlayerRow {
  readonly status: "active" | "frozen";
  /** Null unless it is still ahead. */
  readonly excluded_until: Date | null;
  /** The plan in force for those directly below the player's agent; null without one. */
  readonly commission_plan_id: bigint | null;
  readonly seed_id: bigint | null;
  readonly client_seed: string | null;
  readonly nonce: number | null;
}

/** Call with the player's cash accounts locked: they guard the seeds. */
export async function findPlayer(
  client: pg.ClientBase,
  { tenantId, userId }: PlayerKey,
): Promise<PlayerRow | undefined> {
  const { rows } = await client.query<PlayerRow>({
    name: "rounds_player",
    text: `
      SELECT users.status, seeds.id AS seed_id, seeds.client_seed, seeds.nonce, agents.plan_id AS commission_plan_id,
        CASE WHEN users.self_excluded_until > now() THEN users.self_excluded_until END AS excluded_until
      FROM users
      LEFT JOIN agents ON agents.tenant_id = users.tenant_id AND agents.user_id = users.agent_id
      LEFT JOIN seeds ON seeds.tenant_id = users.tenant_id AND seeds.user_id = users.id AND seeds.status = 'active'
      WHERE users.tenant_id = $1 AND users.id = $2`,
    values: [tenantId, userId],
  });
  return rows[0];
}

/**
 * Locks the player's cash accounts in all currencies, and the other accounts, in id order.
 * @returns what each holds
 */
export async function lockRoundAccounts(
  client: pg.ClientBase,
  { tenantId, userId }: PlayerKey,
  accountIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, bigint>> {
  const { rows } = await client.query<{ id: bigint; balance: bigint }>({
    name: "rounds_lock",
    text: `
      SELECT id, balance FROM accounts
      WHERE tenant_id = $1 AND ((kind = 'player_cash' AND owner_id = $2) OR id = ANY($3::bigint[]))
      ORDER BY id FOR NO KEY UPDATE`,
    values: [tenantId, userId, bigintColumn(accountIds)],
  });
  return new Map(rows.map(({ id, balance }) => [id, balance]));
}

/** The encrypted server seed of a pair. */
export async function findEncryptedSeed(
  client: pg.ClientBase,
  tenantId: number,
  seedId: bigint,
): Promise<EncryptedSeed | undefined> {
  const { rows } = await client.query<{ commitment: string; server_seed_encrypted: Buffer }>({
    name: "rounds_seed",
    text: "SELECT commitment, server_seed_encrypted FROM seeds WHERE tenant_id = $1 AND id = $2",
    values: [tenantId, seedId],
  });
  return rows.map(({ commitment, server_seed_encrypted: sealed }) => ({
    tenantId,
    id: seedId,
    commitment,
    sealed,
  }))[0];
}

/** What the player has in one currency, as the transaction has left it. */
export async function readBalance(
  client: pg.ClientBase,
  { tenantId, userId, currency }: PlayerKey & { readonly currency: string },
): Promise<BalanceView> {
  const { rows } = await client.query<ShownAccount>({
    name: "rounds_balance",
    text: `
      SELECT kind, balance FROM accounts
      WHERE tenant_id = $1 AND owner_id = $2 AND currency = $3
        AND kind IN ('player_cash', 'player_confirming', 'withdrawal_pending', 'payout_credit')`,
    values: [tenantId, userId, currency],
  });
  return balanceViewOf(currency, rows);
}
