import type pg from "pg";
import { uuidColumn } from "#backend/db/columns.ts";
import type { ShownAccount } from "#backend/modules/wallet/balanceView.ts";

/** A player as far as placing a bet depends on it. */
export interface PlayerRow {
  readonly id: string;
  readonly status: "active" | "frozen";
  /** Null when the player has not shut themselves out, or not any more. */
  readonly excluded_until: Date | null;
}

export async function findPlayers(
  client: pg.ClientBase,
  tenantId: number,
  userIds: readonly string[],
): Promise<PlayerRow[]> {
  const { rows } = await client.query<PlayerRow>({
    name: "crash_players",
    text: `
      SELECT id, status, CASE WHEN self_excluded_until > now() THEN self_excluded_until END AS excluded_until
      FROM users WHERE tenant_id = $1 AND id = ANY($2::uuid[])`,
    values: [tenantId, uuidColumn(userIds)],
  });
  return rows;
}

export interface BalanceRow extends ShownAccount {
  readonly owner_id: string;
  readonly currency: string;
}

/** All that players see of their money. */
export async function findBalances(
  client: pg.Pool | pg.ClientBase,
  tenantId: number,
  userIds: readonly string[],
): Promise<BalanceRow[]> {
  const { rows } = await client.query<BalanceRow>({
    name: "crash_balances",
    text: `
      SELECT owner_id, kind, currency, balance FROM accounts
      WHERE tenant_id = $1 AND owner_id = ANY($2::uuid[])
        AND kind IN ('player_cash', 'player_confirming', 'withdrawal_pending', 'payout_credit')`,
    values: [tenantId, uuidColumn(userIds)],
  });
  return rows;
}
