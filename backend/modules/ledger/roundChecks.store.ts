import type { LedgerCheck } from "./ledgerChecks.store.ts";

/** Stakes and payouts of rounds, in the order of their legs. */
const MOVED = `
  SELECT transfers.tenant_id, cause_id, debit.owner_id AS payer, credit.owner_id AS payee, debit.currency,
    sum(amount) FILTER (WHERE code = 'round_stake' AND debit.kind = 'player_cash' AND credit.kind = 'player_locked'
      AND debit.owner_id = credit.owner_id) AS staked,
    sum(amount) FILTER (WHERE code = 'round_stake_taken' AND debit.kind = 'player_locked'
      AND credit.kind = 'house_bankroll') AS taken,
    sum(amount) FILTER (WHERE code = 'round_payout' AND debit.kind = 'house_bankroll'
      AND credit.kind = 'player_cash') AS paid,
    sum(amount) FILTER (WHERE code = 'round_stake_returned' AND debit.kind = 'player_locked'
      AND credit.kind = 'player_cash' AND debit.owner_id = credit.owner_id) AS returned
  FROM transfers
  JOIN accounts AS debit ON debit.id = debit_account_id
  JOIN accounts AS credit ON credit.id = credit_account_id
  WHERE code LIKE 'round\\_%'
  GROUP BY transfers.tenant_id, cause_id, debit.owner_id, credit.owner_id, debit.currency`;

/** By round and player: what was laid, taken and paid. */
const ROUND_MONEY = `
  SELECT tenant_id, cause_id, coalesce(payer, payee) AS user_id, currency,
    coalesce(sum(staked), 0) AS staked, coalesce(sum(taken), 0) AS taken, coalesce(sum(paid), 0) AS paid,
    coalesce(sum(returned), 0) AS returned
  FROM (${MOVED}) AS leg GROUP BY tenant_id, cause_id, coalesce(payer, payee), currency`;

/** What can be proved of rounds from the books; `sql` selects what contradicts it. */
export const ROUND_CHECKS: readonly LedgerCheck[] = [
  {
    name: "each open round has laid its stakes, and nothing of them is taken",
    sql: `
      SELECT rounds.tenant_id, 'round ' || rounds.id AS subject,
        'stakes ' || rounds.staked || ', laid ' || coalesce(money.staked, 0) || ', taken ' || coalesce(money.taken, 0) AS detail
      FROM rounds
      LEFT JOIN (${ROUND_MONEY}) AS money ON money.tenant_id = rounds.tenant_id AND money.cause_id = rounds.id
        AND money.user_id = rounds.user_id AND money.currency = rounds.currency
      WHERE rounds.status = 'open'
        AND (money.staked IS DISTINCT FROM rounds.staked OR money.taken <> 0 OR money.paid <> 0 OR money.returned <> 0)`,
  },
  {
    name: "the stakes of each settled round went to the house, and its bet has paid what it won",
    sql: `
      SELECT money.tenant_id, 'round ' || money.cause_id AS subject,
        'laid ' || money.staked || ', taken ' || money.taken || ', paid ' || money.paid || ', bet '
          || coalesce(bets.stake || ' paid ' || bets.payout, 'missing') AS detail
      FROM (${ROUND_MONEY}) AS money
      LEFT JOIN bets ON bets.tenant_id = money.tenant_id AND bets.id = money.cause_id AND bets.user_id = money.user_id
        AND bets.currency = money.currency
      LEFT JOIN rounds ON rounds.tenant_id = money.tenant_id AND rounds.id = money.cause_id
        AND rounds.status <> 'settled'
      WHERE rounds.id IS NULL AND (bets.id IS NULL
        OR money.staked <> bets.stake OR money.taken <> bets.stake OR money.paid <> bets.payout OR money.returned <> 0)`,
  },
  {
    name: "each settled round is a bet of the same player, stake, seed and nonce",
    sql: `
      SELECT rounds.tenant_id, 'round ' || rounds.id AS subject, 'no fitting bet of ' || rounds.staked AS detail
      FROM rounds
      LEFT JOIN bets ON bets.tenant_id = rounds.tenant_id AND bets.id = rounds.id AND bets.created_at = rounds.acted_at
        AND bets.user_id = rounds.user_id AND bets.game = rounds.game AND bets.currency = rounds.currency
        AND bets.stake = rounds.staked AND bets.seed_id = rounds.seed_id AND bets.nonce = rounds.nonce
      WHERE (rounds.status = 'settled') <> (bets.id IS NOT NULL)`,
  },
  {
    name: "locked balances are the stakes of open rounds and of running bets on crash",
    sql: `
      WITH laid AS (
        SELECT tenant_id, user_id AS owner_id, currency, sum(stake) AS total
        FROM (SELECT tenant_id, user_id, currency, staked AS stake FROM rounds WHERE status = 'open'
              UNION ALL
              SELECT rounds.tenant_id, user_id, currency, void.staked - void.returned
              FROM round_voids AS void JOIN rounds ON rounds.tenant_id = void.tenant_id AND rounds.id = void.round_id
              WHERE void.returned < void.staked
              UNION ALL
              SELECT tenant_id, user_id, currency, stake FROM crash_bets WHERE payout IS NULL) AS stake
        GROUP BY tenant_id, user_id, currency
      ), exited AS (
        SELECT debit_account_id AS account_id, sum(amount) AS total FROM transfers
        WHERE code = 'exit_settled' GROUP BY debit_account_id
      ), held AS (
        SELECT tenant_id, owner_id, currency, balance + coalesce(exited.total, 0) AS balance
        FROM accounts LEFT JOIN exited ON exited.account_id = accounts.id WHERE kind = 'player_locked'
      )
      SELECT tenant_id, 'user ' || owner_id AS subject,
        'locked ' || coalesce(balance, 0) || ', stakes ' || coalesce(total, 0) AS detail
      FROM laid FULL JOIN held USING (tenant_id, owner_id, currency)
      WHERE coalesce(balance, 0) <> coalesce(total, 0)`,
  },
  {
    name: "each open round is under its player's active seed",
    sql: `
      SELECT rounds.tenant_id, 'round ' || rounds.id AS subject, 'seed ' || rounds.seed_id || ', nonce ' || rounds.nonce AS detail
      FROM rounds
      LEFT JOIN seeds ON seeds.tenant_id = rounds.tenant_id AND seeds.id = rounds.seed_id
        AND seeds.user_id = rounds.user_id AND seeds.status = 'active' AND seeds.nonce > rounds.nonce
      WHERE rounds.status = 'open' AND seeds.id IS NULL`,
  },
  {
    name: "each voided round has given back what was still set aside for it, and has nothing else",
    sql: `
      SELECT coalesce(rounds.tenant_id, void.tenant_id) AS tenant_id, 'round ' || id AS subject,
        'stakes ' || coalesce(rounds.staked, 0) || ', laid ' || coalesce(money.staked, 0) || ', returned '
          || coalesce(money.returned, 0) || ' of ' || coalesce(void.returned, 0) AS detail
      FROM (SELECT * FROM rounds WHERE status = 'voided') AS rounds
      FULL JOIN (SELECT tenant_id, round_id AS id, staked, returned FROM round_voids) AS void USING (tenant_id, id)
      LEFT JOIN (${ROUND_MONEY}) AS money ON money.tenant_id = rounds.tenant_id AND money.cause_id = rounds.id
        AND money.user_id = rounds.user_id AND money.currency = rounds.currency
      WHERE rounds.user_id IS NULL OR void.staked IS DISTINCT FROM rounds.staked
        OR money.staked IS DISTINCT FROM rounds.staked OR money.returned IS DISTINCT FROM void.returned
        OR money.taken <> 0 OR money.paid <> 0`,
  },
];
