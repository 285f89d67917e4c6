import type pg from "pg";

/** Something in the books that contradicts something else. */
export interface LedgerFinding {
  readonly tenant_id: number;
  /** Which account, transfer, bet or seed. */
  readonly subject: string;
  readonly detail: string;
}

/**
 * One statement about the books. `sql` selects the rows that contradict it as (tenant_id, subject, detail),
 * each check over the whole database at once.
 */
export interface LedgerCheck {
  readonly name: string;
  readonly sql: string;
}

/** What a check reports at most: a broken rule usually breaks everywhere. */
export const MAX_FINDINGS = 100;

export async function findContradictions(
  client: pg.ClientBase,
  { sql }: LedgerCheck,
): Promise<LedgerFinding[]> {
  const { rows } = await client.query<LedgerFinding>(
    // Materialized, because a limit on the check itself makes Postgres plan for finding something soon: there is nothing.
    `WITH finding AS MATERIALIZED (${sql}) SELECT * FROM finding LIMIT ${MAX_FINDINGS}`,
  );
  return rows;
}

/** About accounts and transfers alone; every process that may read these can run them. */
export const BOOK_CHECKS: readonly LedgerCheck[] = [
  {
    name: "balances of each currency sum to zero",
    sql: `
      SELECT tenant_id, currency AS subject, 'sum is ' || sum(balance) AS detail
      FROM accounts GROUP BY tenant_id, currency HAVING sum(balance) <> 0`,
  },
  {
    name: "each balance is the sum of its transfers",
    sql: `
      WITH moves AS (
        SELECT tenant_id, account_id, sum(amount) AS total
        FROM (SELECT tenant_id, credit_account_id AS account_id, amount FROM transfers
              UNION ALL
              SELECT tenant_id, debit_account_id, -amount FROM transfers) AS leg
        GROUP BY tenant_id, account_id
      )
      SELECT accounts.tenant_id, 'account ' || accounts.id AS subject,
        'balance ' || balance || ', transfers ' || coalesce(total, 0) AS detail
      FROM accounts
      LEFT JOIN moves ON moves.account_id = accounts.id AND moves.tenant_id = accounts.tenant_id
      WHERE balance <> coalesce(total, 0)`,
  },
  {
    name: "no balance on the wrong side of zero",
    sql: `
      SELECT tenant_id, kind || ' ' || id AS subject, 'balance ' || balance AS detail
      FROM accounts
      WHERE (owner_id IS NOT NULL AND balance < 0) OR (kind = 'custody' AND balance > 0)`,
  },
  {
    name: "both accounts of a transfer exist, in its tenant and one currency",
    sql: `
      SELECT transfers.tenant_id, 'transfer ' || cause_id || '/' || leg AS subject,
        'debit ' || debit_account_id || ', credit ' || credit_account_id AS detail
      FROM transfers
      LEFT JOIN accounts AS debit ON debit.id = debit_account_id AND debit.tenant_id = transfers.tenant_id
      LEFT JOIN accounts AS credit ON credit.id = credit_account_id AND credit.tenant_id = transfers.tenant_id
      WHERE debit.id IS NULL OR credit.id IS NULL OR debit.currency <> credit.currency`,
  },
];

/** A bet's two postings: out of the player's cash, and into it. */
const STAKE = legOf({ leg: 0, code: "bet_stake", player: "debit", house: "credit" });
const PAYOUT = legOf({ leg: 1, code: "bet_payout", player: "credit", house: "debit" });

/** Of a bet that was a round of several actions, whose postings ROUND_CHECKS prove. */
const FROM_ROUND = `
  SELECT FROM transfers
  WHERE transfers.tenant_id = bets.tenant_id AND transfers.cause_id = bets.id AND transfers.code = 'round_stake_taken'`;

/** About bets and the seeds they were drawn from. */
export const BET_CHECKS: readonly LedgerCheck[] = [
  {
    name: "each bet has taken its stake",
    sql: `
      SELECT bets.tenant_id, 'bet ' || bets.id AS subject, 'no fitting stake of ' || stake AS detail
      FROM bets WHERE NOT EXISTS (${STAKE} AND transfers.amount = bets.stake) AND NOT EXISTS (${FROM_ROUND})`,
  },
  {
    name: "each bet has paid what it won, and nothing else",
    sql: `
      SELECT bets.tenant_id, 'bet ' || bets.id AS subject, 'no fitting payout of ' || payout AS detail
      FROM bets WHERE payout > 0 AND NOT EXISTS (${PAYOUT} AND transfers.amount = bets.payout) AND NOT EXISTS (${FROM_ROUND})
      UNION ALL
      SELECT transfers.tenant_id, 'transfer ' || cause_id || '/' || leg, code || ' without its bet'
      FROM transfers
      LEFT JOIN bets ON bets.tenant_id = transfers.tenant_id AND bets.id = transfers.cause_id
      WHERE code IN ('bet_stake', 'bet_payout') AND (bets.id IS NULL OR (leg = 1 AND payout = 0) OR leg > 1)`,
  },
  {
    name: "each payout is its stake times its multiplier, rounded down",
    sql: `
      SELECT tenant_id, 'bet ' || id AS subject,
        stake || ' × ' || multiplier_numerator || '/' || multiplier_denominator || ' paid ' || payout AS detail
      FROM bets
      WHERE div(stake::numeric * multiplier_numerator, multiplier_denominator) <> payout`,
  },
  {
    name: "each seed was used once per nonce, without a gap",
    sql: `
      WITH used AS (
        SELECT seed_id, count(*) AS bets, min(nonce) AS first, max(nonce) AS last
        FROM (SELECT seed_id, nonce FROM bets
              UNION ALL
              SELECT seed_id, nonce FROM rounds WHERE status IN ('open', 'voided')) AS played
        GROUP BY seed_id
      )
      SELECT seeds.tenant_id, 'seed ' || seeds.id AS subject,
        'next nonce ' || nonce || ', bets ' || coalesce(bets, 0) || ' from ' || coalesce(first, 0)
          || ' to ' || coalesce(last, -1) AS detail
      FROM seeds LEFT JOIN used ON used.seed_id = seeds.id
      WHERE nonce <> coalesce(bets, 0) OR coalesce(first, 0) <> 0 OR coalesce(last, -1) <> nonce - 1`,
  },
  {
    name: "each bet was drawn from a seed of its own player, before that seed was revealed",
    sql: `
      SELECT bets.tenant_id, 'bet ' || bets.id AS subject, 'seed ' || seed_id AS detail
      FROM bets
      LEFT JOIN seeds ON seeds.id = seed_id AND seeds.tenant_id = bets.tenant_id AND seeds.user_id = bets.user_id
      WHERE seeds.id IS NULL OR bets.created_at > seeds.revealed_at`,
  },
];

/** About deposits and withdrawals. */
export const WALLET_CHECKS: readonly LedgerCheck[] = [
  {
    name: "confirming balances are the confirming deposits",
    sql: `
      WITH open AS (
        SELECT tenant_id, user_id, currency, sum(amount) AS total FROM deposits
        WHERE status = 'confirming' AND user_id IS NOT NULL GROUP BY tenant_id, user_id, currency
      ), held AS (
        SELECT tenant_id, owner_id AS user_id, currency, balance FROM accounts WHERE kind = 'player_confirming'
      )
      SELECT tenant_id, 'user ' || user_id AS subject,
        'balance ' || coalesce(balance, 0) || ', deposits ' || coalesce(total, 0) AS detail
      FROM open FULL JOIN held USING (tenant_id, user_id, currency)
      WHERE coalesce(balance, 0) <> coalesce(total, 0)`,
  },
  {
    name: "each withdrawal has taken its amount",
    sql: `
      SELECT withdrawals.tenant_id, 'withdrawal ' || id AS subject, 'no fitting posting of ' || amount AS detail
      FROM withdrawals
      WHERE NOT EXISTS (
        SELECT FROM transfers
        JOIN accounts AS debit ON debit.id = transfers.debit_account_id
        WHERE transfers.tenant_id = withdrawals.tenant_id AND transfers.cause_id = withdrawals.id
          AND transfers.code = 'withdrawal_requested' AND transfers.amount = withdrawals.amount
          AND debit.owner_id = withdrawals.user_id AND debit.currency = withdrawals.currency)`,
  },
];

/**
 * What foreign keys would guard if they cost nothing: the tables that grow with the chain have none, because each costs a
 * look-up and a lock for every row.
 */
export const CHAIN_CHECKS: readonly LedgerCheck[] = [
  {
    name: "events and deposits belong to a vault and a user of their tenant",
    sql: `
      SELECT event.tenant_id, 'event ' || block_number || '/' || log_index AS subject, 'vault ' || vault_id AS detail
      FROM chain_events AS event
      LEFT JOIN vaults ON vaults.id = event.vault_id AND vaults.tenant_id = event.tenant_id
        AND vaults.chain_id = event.chain_id
      WHERE vaults.id IS NULL
      UNION ALL
      SELECT deposits.tenant_id, 'deposit ' || deposits.id, 'vault ' || vault_id || ', user ' || coalesce(user_id::text, 'none')
      FROM deposits
      LEFT JOIN vaults ON vaults.id = deposits.vault_id AND vaults.tenant_id = deposits.tenant_id
      LEFT JOIN users ON users.id = deposits.user_id AND users.tenant_id = deposits.tenant_id
      WHERE vaults.id IS NULL OR (deposits.user_id IS NOT NULL AND users.id IS NULL)`,
  },
  {
    name: "each deposit is that of a recorded event, with its amount",
    sql: `
      SELECT deposits.tenant_id, 'deposit ' || deposits.id AS subject,
        'no fitting event ' || block_number || '/' || log_index AS detail
      FROM deposits
      WHERE status <> 'reversed' AND EXISTS (
          SELECT FROM chain_cursors AS cursor
          WHERE cursor.vault_id = deposits.vault_id AND cursor.block_number >= deposits.block_number)
        AND NOT EXISTS (
          SELECT FROM chain_events AS event
          WHERE event.vault_id = deposits.vault_id AND event.block_number = deposits.block_number
            AND event.log_index = deposits.log_index AND '0x' || encode(event.block_hash, 'hex') = deposits.block_hash
            AND event.canonical AND event.name = 'Deposited' AND event.effect = deposits.amount)`,
  },
];

interface BetLeg {
  readonly leg: number;
  readonly code: string;
  readonly player: "debit" | "credit";
  readonly house: "debit" | "credit";
}

/** Selects the posting of `bets` that moves money between the player's cash and the bankroll. */
function legOf({ leg, code, player, house }: BetLeg): string {
  return `
    SELECT FROM transfers
    JOIN accounts AS ${player} ON ${player}.id = transfers.${player}_account_id
    JOIN accounts AS ${house} ON ${house}.id = transfers.${house}_account_id
    WHERE transfers.tenant_id = bets.tenant_id AND transfers.cause_id = bets.id
      AND transfers.leg = ${leg} AND transfers.code = '${code}'
      AND ${player}.kind = 'player_cash' AND ${player}.owner_id = bets.user_id
      AND ${player}.currency = bets.currency AND ${house}.kind = 'house_bankroll'`;
}
