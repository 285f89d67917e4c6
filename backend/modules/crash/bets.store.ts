import type pg from "pg";
import { bigintColumn, integerColumn, textColumn, uuidColumn } from "#backend/db/columns.ts";
import { invariant } from "#domain/errors.ts";

/** A bet as it is stored; multipliers in hundredths. */
export interface CrashBetRow {
  readonly id: string;
  readonly round_id: bigint;
  readonly user_id: string;
  readonly currency: string;
  readonly stake: bigint;
  readonly auto: number | null;
  readonly highest: number;
  readonly cashed_out: number | null;
  readonly exit: number | null;
  readonly payout: bigint | null;
  readonly created_at: Date;
}

export const BET_COLUMNS = `bet.id, bet.round_id, bet.user_id, bet.currency, bet.stake, bet.auto, bet.highest,
  bet.cashed_out, bet.exit, bet.payout, bet.created_at`;

/** A player's account that crash moves money of. */
export interface PlayerAccount {
  readonly id: bigint;
  readonly owner_id: string;
  readonly kind: "player_cash" | "player_locked";
  readonly currency: string;
  readonly balance: bigint;
}

/** Opens the accounts in which the players' stakes wait for the end of a round. */
export async function openLockedAccounts(
  client: pg.ClientBase,
  tenantId: number,
  userIds: readonly string[],
): Promise<void> {
  await client.query({
    name: "crash_open_accounts",
    text: `
      INSERT INTO accounts (tenant_id, kind, owner_id, currency)
      SELECT tenant_id, 'player_locked', owner_id, currency FROM accounts AS cash
      WHERE tenant_id = $1 AND kind = 'player_cash' AND owner_id = ANY($2::uuid[]) AND NOT EXISTS (
        SELECT FROM accounts AS locked
        WHERE locked.tenant_id = $1 AND locked.kind = 'player_locked' AND locked.owner_id = cash.owner_id
          AND locked.currency = cash.currency AND locked.shard = 0)
      ON CONFLICT DO NOTHING`,
    values: [tenantId, uuidColumn(userIds)],
  });
}

/** Locks the players' cash and locked accounts, in id order. */
export async function lockPlayerAccounts(
  client: pg.ClientBase,
  tenantId: number,
  userIds: readonly string[],
): Promise<PlayerAccount[]> {
  const { rows } = await client.query<PlayerAccount>({
    name: "crash_lock_accounts",
    text: `
      SELECT id, owner_id, kind, currency, balance FROM accounts
      WHERE tenant_id = $1 AND kind IN ('player_cash', 'player_locked') AND owner_id = ANY($2::uuid[])
      ORDER BY id FOR NO KEY UPDATE`,
    values: [tenantId, uuidColumn(userIds)],
  });
  return rows;
}

/** What the bet ids stand for already: a bet of crash with all its columns, or something else that moved money. */
export async function findKnownBets(
  client: pg.ClientBase,
  tenantId: number,
  betIds: readonly string[],
): Promise<({ readonly cause_id: string } & (CrashBetRow | { readonly id: null }))[]> {
  const { rows } = await client.query<{ cause_id: string } & (CrashBetRow | { id: null })>({
    name: "crash_known",
    text: `
      SELECT transfers.cause_id, ${BET_COLUMNS} FROM transfers
      LEFT JOIN crash_bets AS bet ON bet.tenant_id = transfers.tenant_id AND bet.id = transfers.cause_id
      WHERE transfers.tenant_id = $1 AND transfers.cause_id = ANY($2::uuid[]) AND transfers.leg = 0`,
    values: [tenantId, uuidColumn(betIds)],
  });
  return rows;
}

/** How many bets each of the players has in each of the rounds. */
export async function countBets(
  client: pg.ClientBase,
  tenantId: number,
  { roundIds, userIds }: { readonly roundIds: readonly string[]; readonly userIds: readonly string[] },
): Promise<{ readonly round_id: bigint; readonly user_id: string; readonly bets: number }[]> {
  const { rows } = await client.query<{ round_id: bigint; user_id: string; bets: number }>({
    name: "crash_count",
    text: `
      SELECT round_id, user_id, count(*)::integer AS bets FROM crash_bets
      WHERE tenant_id = $1 AND round_id = ANY($2::bigint[]) AND user_id = ANY($3::uuid[]) GROUP BY round_id, user_id`,
    values: [tenantId, `{${roundIds.join(",")}}`, uuidColumn(userIds)],
  });
  return rows;
}

/** A bet that was admitted, and where its stake goes. */
export interface NewBet {
  readonly id: string;
  readonly roundId: bigint;
  readonly userId: string;
  readonly currency: string;
  readonly stakeMinor: bigint;
  readonly auto: number | null;
  readonly highest: number;
  readonly cashAccountId: bigint;
  readonly lockedAccountId: bigint;
}

/** What a batch of bets changes beside the bets. */
export interface BetTotals {
  /** Balances after the batch, by account. */
  readonly balances: ReadonlyMap<bigint, bigint>;
  /** By round: how many bets more, and how much more is staked. */
  readonly rounds: ReadonlyMap<bigint, { readonly bets: number; readonly stakedMinor: bigint }>;
}

/** Stands for "by hand": zero is no multiplier. */
const BY_HAND = 0;

/**
 * Writes bets, their stakes, balances and the rounds' totals in one statement, or fails with a division by zero.
 * @returns when the bets were made
 */
export async function writeBets(
  client: pg.ClientBase,
  tenantId: number,
  bets: readonly NewBet[],
  { balances, rounds }: BetTotals,
): Promise<Date> {
  const totals = [...rounds.values()];
  const { rows } = await client.query<{ created_at: Date }>({
    name: "crash_write_bets",
    text: WRITE_BETS,
    values: [
      tenantId,
      uuidColumn(bets.map(({ id }) => id)),
      bigintColumn(bets.map(({ roundId }) => roundId)),
      uuidColumn(bets.map(({ userId }) => userId)),
      textColumn(bets.map(({ currency }) => currency)),
      bigintColumn(bets.map(({ stakeMinor }) => stakeMinor)),
      integerColumn(bets.map(({ auto }) => auto ?? BY_HAND)),
      integerColumn(bets.map(({ highest }) => highest)),
      bigintColumn(bets.map(({ cashAccountId }) => cashAccountId)),
      bigintColumn(bets.map(({ lockedAccountId }) => lockedAccountId)),
      bigintColumn([...balances.keys()]),
      bigintColumn([...balances.values()]),
      bigintColumn([...rounds.keys()]),
      integerColumn(totals.map((total) => total.bets)),
      bigintColumn(totals.map(({ stakedMinor }) => stakedMinor)),
    ],
  });
  const createdAt = rows[0]?.created_at;
  invariant(createdAt !== undefined, "a statement that selects its own time answers one row");
  return createdAt;
}

const WRITE_BETS = `
  WITH decided AS MATERIALIZED (
    SELECT * FROM unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::bigint[], $7::integer[], $8::integer[],
      $9::bigint[], $10::bigint[])
      AS bet (id, round_id, user_id, currency, stake, auto, highest, cash_id, locked_id)
  ), written_bets AS (
    INSERT INTO crash_bets (tenant_id, id, round_id, user_id, currency, stake, auto, highest)
    SELECT $1, id, round_id, user_id, currency, stake, NULLIF(auto, ${BY_HAND}), highest FROM decided
  ), written_transfers AS (
    INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount)
    SELECT $1, id, 0, 'crash_stake', cash_id, locked_id, stake FROM decided
  ), written_balances AS (
    UPDATE accounts SET balance = after.balance
    FROM unnest($11::bigint[], $12::bigint[]) AS after (id, balance)
    WHERE accounts.tenant_id = $1 AND accounts.id = after.id
    RETURNING 1
  ), written_rounds AS (
    UPDATE crash_rounds SET bet_count = bet_count + more.bets, staked = crash_rounds.staked + more.staked
    FROM unnest($13::bigint[], $14::integer[], $15::bigint[]) AS more (id, bets, staked)
    WHERE crash_rounds.tenant_id = $1 AND crash_rounds.id = more.id AND phase = 'betting'
    RETURNING 1
  )
  SELECT now() AS created_at, 1 / (
    (SELECT count(*) FROM written_balances) = cardinality($11::bigint[])
    AND (SELECT count(*) FROM written_rounds) = cardinality($13::bigint[])
  )::integer AS is_complete`;

/** All bets of a round. Their number is final once betting is over. */
export async function findRoundBets(
  client: pg.Pool | pg.ClientBase,
  tenantId: number,
  roundId: bigint,
): Promise<CrashBetRow[]> {
  const { rows } = await client.query<CrashBetRow>({
    name: "crash_round_bets",
    text: `SELECT ${BET_COLUMNS} FROM crash_bets AS bet WHERE tenant_id = $1 AND round_id = $2 ORDER BY user_id, id`,
    values: [tenantId, roundId],
  });
  return rows;
}

/** A player's bets of all rounds, newest first, older than the given place. */
export async function listPlayerBets(
  client: pg.ClientBase,
  { tenantId, userId }: { readonly tenantId: number; readonly userId: string },
  {
    before,
    limit,
  }: { readonly before: { readonly roundId: string; readonly id: string } | null; readonly limit: number },
): Promise<CrashBetRow[]> {
  const { rows } = await client.query<CrashBetRow>(
    `SELECT ${BET_COLUMNS} FROM crash_bets AS bet
     WHERE tenant_id = $1 AND user_id = $2 AND ($3::bigint IS NULL OR (round_id, id) < ($3, $4::uuid))
     ORDER BY round_id DESC, id DESC LIMIT $5`,
    [tenantId, userId, before?.roundId ?? null, before?.id ?? null, limit],
  );
  return rows;
}

/** Locks bets in id order; their rounds must be locked before. */
export async function lockBets(
  client: pg.ClientBase,
  tenantId: number,
  ids: readonly string[],
): Promise<CrashBetRow[]> {
  const { rows } = await client.query<CrashBetRow>({
    name: "crash_lock_bets",
    text: `SELECT ${BET_COLUMNS} FROM crash_bets AS bet
           WHERE tenant_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    values: [tenantId, uuidColumn(ids)],
  });
  return rows;
}
