import type pg from "pg";
import { plainArray, textList } from "#backend/modules/casino/pgArray.ts";
import type { EncryptedSeed } from "#backend/modules/fairness/seedHashers.ts";
import { invariant } from "#domain/errors.ts";

/** A locked cash account or bankroll shard. */
export interface LockedAccount {
  readonly id: bigint;
  readonly owner_id: string | null;
  readonly currency: string;
  readonly balance: bigint;
}

/** A player with the active pair of seeds; null when there is none. */
export interface PlayerRow {
  readonly user_id: string;
  readonly status: "active" | "frozen";
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
 * Locks the players' cash accounts in all currencies, and the bankroll shards, in id order. The cash accounts
 * guard the seeds too, so these must be read by a later statement: only that one sees what the lock waited for.
 */
export async function lockBettingAccounts(
  client: pg.ClientBase,
  tenantId: number,
  { userIds, shardIds }: { readonly userIds: readonly string[]; readonly shardIds: readonly bigint[] },
): Promise<LockedAccount[]> {
  const { rows } = await client.query<LockedAccount>({
    name: "bets_lock",
    text: `
      SELECT id, owner_id, currency, balance FROM accounts
      WHERE tenant_id = $1
        AND ((kind = 'player_cash' AND owner_id = ANY($2::uuid[])) OR id = ANY($3::bigint[]))
      ORDER BY id FOR NO KEY UPDATE`,
    values: [tenantId, plainArray(userIds), plainArray(shardIds)],
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
      SELECT users.id AS user_id, users.status, seeds.id AS seed_id, seeds.client_seed, seeds.nonce
      FROM users
      LEFT JOIN seeds ON seeds.tenant_id = users.tenant_id AND seeds.user_id = users.id
        AND seeds.status = 'active'
      WHERE users.tenant_id = $1 AND users.id = ANY($2::uuid[])`,
    values: [tenantId, plainArray(userIds)],
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
    values: [tenantId, plainArray(userIds)],
  });
  return rows;
}

/**
 * What the bet ids stand for already. Looks among the postings, of which every bet has one under its own id,
 * so that an id of a deposit or withdrawal is found too.
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
      LEFT JOIN bets ON bets.tenant_id = transfers.tenant_id AND bets.id = transfers.cause_id
      LEFT JOIN seeds ON seeds.tenant_id = bets.tenant_id AND seeds.id = bets.seed_id
      WHERE transfers.tenant_id = $1 AND transfers.cause_id = ANY($2::uuid[]) AND transfers.leg = 0`,
    values: [tenantId, plainArray(betIds)],
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
    values: [tenantId, plainArray(seedIds)],
  });
  return rows.map(({ id, commitment, server_seed_encrypted: sealed }) => ({
    tenantId,
    id,
    commitment,
    sealed,
  }));
}

/** Accepted bets by column, which is how they are written; every list has one entry per bet, in order. */
export interface BetColumns {
  readonly id: string[];
  readonly userId: string[];
  readonly game: string[];
  readonly currency: string[];
  readonly stake: bigint[];
  readonly payout: bigint[];
  readonly multiplierNumerator: bigint[];
  readonly multiplierDenominator: bigint[];
  readonly edgeBps: number[];
  readonly params: string[];
  readonly outcome: string[];
  readonly seedId: bigint[];
  readonly nonce: number[];
  readonly cashAccountId: bigint[];
  readonly shardAccountId: bigint[];
}

/** Everything that a batch changes. */
export interface BatchChanges {
  readonly bets: BetColumns;
  readonly balances: ReadonlyMap<bigint, bigint>;
  /** By seed: the nonce found, and the nonce that the next bet takes. */
  readonly nonces: ReadonlyMap<bigint, { readonly found: number; readonly next: number }>;
}

/**
 * Writes bets, postings, balances and nonces in one statement. Fails with a division by zero, and so undoes the
 * transaction, when an account is missing or a seed is no longer active or at the nonce that was found.
 * @returns when the bets were made
 */
export async function writeBatch(
  client: pg.ClientBase,
  tenantId: number,
  { bets, balances, nonces }: BatchChanges,
): Promise<Date> {
  const used = [...nonces.values()];
  const { rows } = await client.query<{ created_at: Date }>({
    name: "bets_write",
    text: WRITE_BATCH,
    values: [
      tenantId,
      plainArray(bets.id),
      plainArray(bets.userId),
      textList(bets.game),
      plainArray(bets.currency),
      plainArray(bets.stake),
      plainArray(bets.payout),
      plainArray(bets.multiplierNumerator),
      plainArray(bets.multiplierDenominator),
      plainArray(bets.edgeBps),
      textList(bets.params),
      textList(bets.outcome),
      plainArray(bets.seedId),
      plainArray(bets.nonce),
      plainArray(bets.cashAccountId),
      plainArray(bets.shardAccountId),
      plainArray([...balances.keys()]),
      plainArray([...balances.values()]),
      plainArray([...nonces.keys()]),
      plainArray(used.map(({ found }) => found)),
      plainArray(used.map(({ next }) => next)),
    ],
  });
  const createdAt = rows[0]?.created_at;
  invariant(createdAt !== undefined, "a statement that selects its own time answers one row");
  return createdAt;
}

const WRITE_BATCH = `
  WITH decided AS MATERIALIZED (
    SELECT * FROM unnest(
      $2::uuid[], $3::uuid[], string_to_array($4, chr(31)), $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
      $10::integer[], string_to_array($11, chr(31)), string_to_array($12, chr(31)), $13::bigint[], $14::integer[], $15::bigint[], $16::bigint[]
    ) AS bet (id, user_id, game, currency, stake, payout, multiplier_numerator, multiplier_denominator,
              edge_bps, params, outcome, seed_id, nonce, cash_id, shard_id)
  ), written_bets AS (
    INSERT INTO bets (tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator,
                      multiplier_denominator, edge_bps, params, outcome, seed_id, nonce)
    SELECT $1, id, user_id, game, currency, stake, payout, multiplier_numerator, multiplier_denominator,
           edge_bps, params, outcome, seed_id, nonce
    FROM decided
  ), written_transfers AS (
    INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount)
    SELECT $1, id, 0, 'bet_stake', cash_id, shard_id, stake FROM decided
    UNION ALL
    SELECT $1, id, 1, 'bet_payout', shard_id, cash_id, payout FROM decided WHERE payout > 0
  ), written_balances AS (
    UPDATE accounts SET balance = after.balance
    FROM unnest($17::bigint[], $18::bigint[]) AS after (id, balance)
    WHERE accounts.tenant_id = $1 AND accounts.id = after.id
    RETURNING 1
  ), written_nonces AS (
    UPDATE seeds SET nonce = used.next
    FROM unnest($19::bigint[], $20::integer[], $21::integer[]) AS used (id, found, next)
    WHERE seeds.tenant_id = $1 AND seeds.id = used.id AND seeds.status = 'active' AND seeds.nonce = used.found
    RETURNING 1
  )
  SELECT now() AS created_at,
    1 / (
      (SELECT count(*) FROM written_balances) = cardinality($17::bigint[])
      AND (SELECT count(*) FROM written_nonces) = cardinality($19::bigint[])
    )::integer AS is_complete`;
