import type pg from "pg";
import { bigintColumn, uuidColumn } from "#backend/db/columns.ts";
import type { EncryptedSeed } from "#backend/modules/fairness/seedHashers.ts";

/** A locked account: a player's cash, or one that the house brings to the batch. */
export interface LockedAccount {
  readonly id: bigint;
  readonly kind: string;
  readonly owner_id: string | null;
  readonly currency: string;
  readonly balance: bigint;
}

/** A player with the active pair of seeds; null when there is none. */
export interface PlayerRow {
  readonly user_id: string;
  readonly status: "active" | "frozen";
  /** Null unless it is still ahead. */
  readonly excluded_until: Date | null;
  /** The plan in force for those directly below the player's agent; null without one. */
  readonly commission_plan_id: bigint | null;
  readonly seed_id: bigint | null;
  readonly client_seed: string | null;
  readonly nonce: number | null;
}

/** A balance of a player that betting does not change, and that is not zero. */
export interface OtherBalance {
  readonly owner_id: string;
  readonly kind: string;
  readonly currency: string;
  readonly balance: bigint;
}

/** A cause that has postings already: a bet with all its columns, or something that is no bet. */
export type KnownCause = { readonly cause_id: string } & (BetRow | { readonly id: null });

/** A settled bet with the public part of its seed. */
export interface BetRow {
  readonly id: string;
  readonly user_id: string;
  readonly game: string;
  readonly currency: string;
  readonly stake: bigint;
  readonly payout: bigint;
  readonly multiplier_numerator: bigint;
  readonly multiplier_denominator: bigint;
  readonly edge_bps: number;
  readonly params: string;
  readonly outcome: string;
  readonly seed_id: bigint;
  readonly nonce: number;
  readonly created_at: Date;
  readonly commitment: string;
  readonly client_seed: string;
}

export const BET_COLUMNS = `
  bets.id, bets.user_id, bets.game, bets.currency, bets.stake, bets.payout, bets.multiplier_numerator,
  bets.multiplier_denominator, bets.edge_bps, bets.params, bets.outcome, bets.seed_id, bets.nonce,
  bets.created_at, seeds.commitment, seeds.client_seed`;

/**
 * Locks the players' cash accounts in all currencies, and the house's accounts, in id order. The cash accounts
 * guard the seeds too, so these must be read by a later statement: only that one sees what the lock waited for.
 */
export async function lockBettingAccounts(
  client: pg.ClientBase,
  tenantId: number,
  { userIds, accountIds }: { readonly userIds: readonly string[]; readonly accountIds: readonly bigint[] },
): Promise<LockedAccount[]> {
  const { rows } = await client.query<LockedAccount>({
    name: "bets_lock",
    text: `
      SELECT id, kind, owner_id, currency, balance FROM accounts
      WHERE tenant_id = $1
        AND ((kind = 'player_cash' AND owner_id = ANY($2::uuid[])) OR id = ANY($3::bigint[]))
      ORDER BY id FOR NO KEY UPDATE`,
    values: [tenantId, uuidColumn(userIds), bigintColumn(accountIds)],
  });
  return rows;
}

/** Players with their active seeds. Call with their cash accounts locked. */
export async function loadPlayers(
  client: pg.ClientBase,
  tenantId: number,
  userIds: readonly string[],
): Promise<PlayerRow[]> {
  const { rows } = await client.query<PlayerRow>({
    name: "bets_players",
    text: `
      SELECT users.id AS user_id, users.status, seeds.id AS seed_id, seeds.client_seed, seeds.nonce,
        agents.plan_id AS commission_plan_id,
        CASE WHEN users.self_excluded_until > now() THEN users.self_excluded_until END AS excluded_until
      FROM users
      LEFT JOIN agents ON agents.tenant_id = users.tenant_id AND agents.user_id = users.agent_id
      LEFT JOIN seeds ON seeds.tenant_id = users.tenant_id AND seeds.user_id = users.id
        AND seeds.status = 'active'
      WHERE users.tenant_id = $1 AND users.id = ANY($2::uuid[])`,
    values: [tenantId, uuidColumn(userIds)],
  });
  return rows;
}

/** What else of the players' money an answer tells them of. */
export async function loadOtherBalances(
  client: pg.ClientBase,
  tenantId: number,
  userIds: readonly string[],
): Promise<OtherBalance[]> {
  const { rows } = await client.query<OtherBalance>({
    name: "bets_other_balances",
    text: `
      SELECT owner_id, kind, currency, balance FROM accounts
      WHERE tenant_id = $1 AND owner_id = ANY($2::uuid[]) AND balance <> 0
        AND kind IN ('player_confirming', 'withdrawal_pending', 'payout_credit')`,
    values: [tenantId, uuidColumn(userIds)],
  });
  return rows;
}

/**
 * What the bet ids stand for already. Looks among the postings, of which every bet has one under its own id, so that an
 * id of a deposit or withdrawal is found too; and they tell in which month the bet is, which OFFSET 0 makes the planner
 * wait for.
 */
export async function findKnownCauses(
  client: pg.ClientBase,
  tenantId: number,
  betIds: readonly string[],
): Promise<KnownCause[]> {
  const { rows } = await client.query<KnownCause>({
    name: "bets_known",
    text: `
      SELECT transfers.cause_id, ${BET_COLUMNS}
      FROM transfers
      LEFT JOIN LATERAL (
        SELECT * FROM bets WHERE tenant_id = $1 AND id = transfers.cause_id AND created_at = transfers.created_at OFFSET 0
      ) AS bets ON true
      LEFT JOIN seeds ON seeds.tenant_id = bets.tenant_id AND seeds.id = bets.seed_id
      WHERE transfers.tenant_id = $1 AND transfers.cause_id = ANY($2::uuid[]) AND transfers.leg = 0`,
    values: [tenantId, uuidColumn(betIds)],
  });
  return rows;
}

/** The encrypted server seeds of the given pairs. */
export async function loadEncryptedSeeds(
  client: pg.ClientBase,
  tenantId: number,
  seedIds: readonly bigint[],
): Promise<EncryptedSeed[]> {
  const { rows } = await client.query<{ id: bigint; commitment: string; server_seed_encrypted: Buffer }>({
    name: "bets_seeds",
    text: `
      SELECT id, commitment, server_seed_encrypted FROM seeds
      WHERE tenant_id = $1 AND id = ANY($2::bigint[])`,
    values: [tenantId, bigintColumn(seedIds)],
  });
  return rows.map(({ id, commitment, server_seed_encrypted: sealed }) => ({
    tenantId,
    id,
    commitment,
    sealed,
  }));
}
