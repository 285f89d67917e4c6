import type { LedgerCheck } from "#backend/modules/ledger/ledgerChecks.store.ts";

/** Settled play of any kind. A crash bet of a cancelled round was none. */
const SETTLED = `
  SELECT tenant_id, user_id, game, currency, stake, payout FROM bets
  UNION ALL
  SELECT bet.tenant_id, bet.user_id, 'crash', bet.currency, bet.stake, bet.payout
  FROM crash_bets AS bet JOIN crash_rounds AS round ON round.id = bet.round_id AND round.phase = 'settled'`;

/** What is counted as play goes by, against the play itself. */
export const STATISTICS_CHECKS: readonly LedgerCheck[] = [
  {
    name: "players' totals are those of their bets",
    sql: `
      WITH played AS (
        SELECT tenant_id, user_id, currency, count(*) AS bets, sum(stake) AS staked, sum(payout) AS paid
        FROM (${SETTLED}) AS bet GROUP BY tenant_id, user_id, currency
      )
      SELECT tenant_id, 'player ' || user_id || ' ' || currency AS subject,
        'totals ' || coalesce(totals.bets, 0) || ' bets, ' || coalesce(totals.staked, 0) || ' staked, ' || coalesce(totals.paid, 0)
          || ' paid; bets ' || coalesce(played.bets, 0) || ', ' || coalesce(played.staked, 0) || ', ' || coalesce(played.paid, 0) AS detail
      FROM played FULL JOIN player_totals AS totals USING (tenant_id, user_id, currency)
      WHERE (coalesce(totals.bets, 0), coalesce(totals.staked, 0), coalesce(totals.paid, 0))
        <> (coalesce(played.bets, 0), coalesce(played.staked, 0), coalesce(played.paid, 0))`,
  },
  {
    name: "games' counters are those of their bets",
    sql: `
      WITH played AS (
        SELECT tenant_id, game, currency, count(*) AS bets, sum(stake) AS staked, sum(payout) AS paid
        FROM bets GROUP BY tenant_id, game, currency
      ), counted AS (
        SELECT tenant_id, game, currency, sum(bets) AS bets, sum(staked) AS staked, sum(paid) AS paid
        FROM play_counters WHERE game <> 'crash' GROUP BY tenant_id, game, currency
      )
      SELECT tenant_id, game || ' ' || currency AS subject,
        'counters ' || coalesce(counted.bets, 0) || ' bets, ' || coalesce(counted.staked, 0) || ' staked, '
          || coalesce(counted.paid, 0) || ' paid; bets ' || coalesce(played.bets, 0) || ', ' || coalesce(played.staked, 0)
          || ', ' || coalesce(played.paid, 0) AS detail
      FROM played FULL JOIN counted USING (tenant_id, game, currency)
      WHERE (coalesce(counted.bets, 0), coalesce(counted.staked, 0), coalesce(counted.paid, 0))
        <> (coalesce(played.bets, 0), coalesce(played.staked, 0), coalesce(played.paid, 0))`,
  },
  {
    name: "bets were decided by a version of their game in their house, at its edge",
    sql: `
      SELECT bets.tenant_id, 'bet ' || bets.id AS subject, 'version ' || bets.config_id AS detail
      FROM bets
      LEFT JOIN game_configs AS version ON version.id = bets.config_id AND version.tenant_id = bets.tenant_id
        AND version.game = bets.game AND version.edge_bps = bets.edge_bps
      WHERE bets.config_id IS NOT NULL AND version.id IS NULL`,
  },
];
