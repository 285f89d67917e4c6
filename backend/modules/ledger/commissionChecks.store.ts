import type { LedgerCheck } from "#backend/modules/ledger/ledgerChecks.store.ts";

/** What each plan gives to each agent on its path. */
const PLAN_PARTS = `
  plan_part AS (
    SELECT plan.tenant_id, plan.id AS plan_id, part."agentId" AS agent_id, part."revenueShareBps" AS share_bps,
      part."turnoverBps" AS turnover_bps
    FROM commission_plans AS plan
    CROSS JOIN jsonb_to_recordset(plan.lines) AS part ("agentId" uuid, "revenueShareBps" integer, "turnoverBps" integer)
  )`;

/** What an agent is due of a bet, rounded as when it was settled. */
const SHARE_DUE = "div(bets.stake::numeric * bets.edge_bps * plan_part.share_bps, 100000000)";
const TURNOVER_DUE = "div(bets.stake::numeric * plan_part.turnover_bps, 10000)";

/** About what agents have earned, lost again and been paid. */
export const COMMISSION_CHECKS: readonly LedgerCheck[] = [
  {
    name: "each commission line follows from its bets and their rates",
    sql: `
      WITH ${PLAN_PARTS}, named AS (
        SELECT tenant_id, id, agent_id, currency, bets_at, unnest(bet_ids) AS bet_id FROM commission_lines
      ), recomputed AS (
        SELECT named.tenant_id, named.id, count(*) AS bets, sum(${SHARE_DUE}) AS share, sum(${TURNOVER_DUE}) AS turnover
        FROM named
        JOIN commission_bets AS bets ON bets.tenant_id = named.tenant_id AND bets.id = named.bet_id AND bets.settled_at = named.bets_at
          AND bets.currency = named.currency
        JOIN plan_part ON plan_part.tenant_id = bets.tenant_id AND plan_part.plan_id = bets.commission_plan_id
          AND plan_part.agent_id = named.agent_id
        GROUP BY named.tenant_id, named.id
      )
      SELECT line.tenant_id, 'line ' || line.id AS subject,
        'states ' || revenue_share || ' and ' || line.turnover || ', its bets give ' || coalesce(share, 0) || ' and '
          || coalesce(recomputed.turnover, 0) AS detail
      FROM commission_lines AS line
      LEFT JOIN recomputed ON recomputed.tenant_id = line.tenant_id AND recomputed.id = line.id
      WHERE recomputed.bets IS DISTINCT FROM cardinality(line.bet_ids)
        OR line.revenue_share <> sign(line.amount) * share OR line.turnover <> sign(line.amount) * recomputed.turnover`,
  },
  {
    name: "the lines of each agent come to what all bets give, those voided taken back",
    sql: `
      WITH ${PLAN_PARTS}, due AS (
        SELECT bets.tenant_id, plan_part.agent_id, bets.currency, sum(${SHARE_DUE} + ${TURNOVER_DUE}) AS given,
          coalesce(sum(${SHARE_DUE} + ${TURNOVER_DUE}) FILTER (WHERE void.bet_id IS NOT NULL), 0) AS taken
        FROM commission_bets AS bets
        JOIN plan_part ON plan_part.tenant_id = bets.tenant_id AND plan_part.plan_id = bets.commission_plan_id
        LEFT JOIN bet_voids AS void ON void.tenant_id = bets.tenant_id AND void.bet_id = bets.id
        GROUP BY bets.tenant_id, plan_part.agent_id, bets.currency
      ), stated AS (
        SELECT tenant_id, agent_id, currency, coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS given,
          coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS taken
        FROM commission_lines GROUP BY tenant_id, agent_id, currency
      )
      SELECT tenant_id, 'agent ' || agent_id || ' in ' || currency AS subject,
        'bets give ' || coalesce(due.given, 0) || ' and take ' || coalesce(due.taken, 0) || ', lines state '
          || coalesce(stated.given, 0) || ' and ' || coalesce(stated.taken, 0) AS detail
      FROM due FULL JOIN stated USING (tenant_id, agent_id, currency)
      WHERE coalesce(due.given, 0) <> coalesce(stated.given, 0) OR coalesce(due.taken, 0) <> coalesce(stated.taken, 0)`,
  },
  {
    name: "each commission line has moved its amount, and nothing else has moved as one",
    sql: `
      SELECT line.tenant_id, 'line ' || line.id AS subject, 'no fitting posting of ' || line.amount AS detail
      FROM commission_lines AS line
      LEFT JOIN transfers AS posting ON posting.tenant_id = line.tenant_id AND posting.cause_id = line.id
        AND posting.leg = 0 AND posting.amount = abs(line.amount)
        AND posting.code = CASE WHEN line.amount > 0 THEN 'commission_accrued' ELSE 'commission_clawed_back' END
      WHERE posting.cause_id IS NULL
      UNION ALL
      SELECT posting.tenant_id, 'transfer ' || cause_id || '/' || leg, code || ' without its line'
      FROM transfers AS posting
      LEFT JOIN commission_lines AS line ON line.tenant_id = posting.tenant_id AND line.id = posting.cause_id
      WHERE code IN ('commission_accrued', 'commission_clawed_back') AND (line.id IS NULL OR leg > 0)`,
  },
  {
    name: "the totals of each agent are the sums of its lines",
    sql: `
      WITH line AS (
        SELECT tenant_id, agent_id, currency, sum(revenue_share) AS share, sum(turnover) AS turnover
        FROM commission_lines GROUP BY tenant_id, agent_id, currency
      ), total AS (
        SELECT tenant_id, agent_id, currency, sum(revenue_share) AS share, sum(turnover) AS turnover
        FROM commission_totals GROUP BY tenant_id, agent_id, currency
      )
      SELECT tenant_id, 'agent ' || agent_id || ' in ' || currency AS subject,
        'totals ' || coalesce(total.share, 0) || ' and ' || coalesce(total.turnover, 0) || ', lines '
          || coalesce(line.share, 0) || ' and ' || coalesce(line.turnover, 0) AS detail
      FROM line FULL JOIN total USING (tenant_id, agent_id, currency)
      WHERE coalesce(line.share, 0) <> coalesce(total.share, 0)
        OR coalesce(line.turnover, 0) <> coalesce(total.turnover, 0)`,
  },
  {
    name: "closed periods are the sums of their lines",
    sql: `
      WITH summed AS (
        SELECT line.tenant_id, agent_id, date_bin(interval '10 minutes', created_at, '2000-01-01Z') AS begins_at, currency,
          count(*) AS lines, count(*) FILTER (WHERE revenue_share > 0) AS share_lines,
          count(*) FILTER (WHERE turnover > 0) AS rebate_lines, count(*) FILTER (WHERE amount < 0) AS clawbacks,
          coalesce(sum(revenue_share) FILTER (WHERE amount > 0), 0) AS revenue_share,
          coalesce(sum(turnover) FILTER (WHERE amount > 0), 0) AS turnover,
          coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS clawed_back
        FROM commission_lines AS line
        JOIN commission_closings AS closing ON closing.tenant_id = line.tenant_id
          AND created_at >= closed_from AND created_at < closed_before
        GROUP BY 1, 2, 3, 4
      )
      SELECT tenant_id, 'agent ' || agent_id || ' in ' || currency || ' from ' || begins_at AS subject,
        'closed with ' || concat_ws(', ', kept.lines, kept.share_lines, kept.rebate_lines, kept.clawbacks, kept.revenue_share,
          kept.turnover, kept.clawed_back) || '; lines give ' || concat_ws(', ', summed.lines, summed.share_lines,
          summed.rebate_lines, summed.clawbacks, summed.revenue_share, summed.turnover, summed.clawed_back) AS detail
      FROM summed FULL JOIN commission_periods AS kept USING (tenant_id, agent_id, begins_at, currency)
      WHERE (kept.lines, kept.share_lines, kept.rebate_lines, kept.clawbacks, kept.revenue_share, kept.turnover, kept.clawed_back)
        IS DISTINCT FROM (summed.lines, summed.share_lines, summed.rebate_lines, summed.clawbacks, summed.revenue_share,
          summed.turnover, summed.clawed_back)`,
  },
  {
    name: "commissions payable are what agents have earned and not been paid",
    sql: `
      WITH owed AS (
        SELECT tenant_id, currency, sum(balance) AS amount FROM accounts
        WHERE kind = 'commission_payable' GROUP BY tenant_id, currency
      ), claimed AS (
        SELECT tenant_id, currency, sum(amount) AS amount FROM (
          SELECT tenant_id, currency, amount FROM commission_lines
          UNION ALL SELECT tenant_id, currency, -amount FROM commission_payouts) AS part
        GROUP BY tenant_id, currency
      )
      SELECT tenant_id, currency AS subject,
        'accounts hold ' || coalesce(owed.amount, 0) || ', claims come to ' || coalesce(claimed.amount, 0) AS detail
      FROM owed FULL JOIN claimed USING (tenant_id, currency)
      WHERE coalesce(owed.amount, 0) <> coalesce(claimed.amount, 0)`,
  },
  {
    name: "each payout of commissions has reached its agent",
    sql: `
      SELECT payout.tenant_id, 'payout ' || payout.id AS subject, 'no fitting posting of ' || payout.amount AS detail
      FROM commission_payouts AS payout
      WHERE NOT EXISTS (
        SELECT FROM transfers
        JOIN accounts AS cash ON cash.id = transfers.credit_account_id
        WHERE transfers.tenant_id = payout.tenant_id AND transfers.cause_id = payout.id
          AND transfers.code = 'commission_paid' AND transfers.amount = payout.amount
          AND cash.kind = 'player_cash' AND cash.owner_id = payout.agent_id AND cash.currency = payout.currency)`,
  },
  {
    name: "voided bets have given their stakes and payouts back",
    sql: `
      WITH voided AS (
        SELECT void.tenant_id, void.user_id, bets.currency, sum(bets.stake) AS stakes, sum(bets.payout) AS payouts
        FROM bet_voids AS void
        LEFT JOIN LATERAL (
          SELECT currency, stake, payout FROM bets
          WHERE tenant_id = void.tenant_id AND id = void.bet_id AND created_at = void.bet_at AND user_id = void.user_id
          UNION ALL
          SELECT currency, stake, payout FROM crash_bets
          WHERE tenant_id = void.tenant_id AND id = void.bet_id AND settled_at = void.bet_at AND user_id = void.user_id
        ) AS bets ON true
        GROUP BY void.tenant_id, void.user_id, bets.currency
      ), posted AS (
        SELECT transfers.tenant_id, cash.owner_id AS user_id, cash.currency,
          coalesce(sum(amount) FILTER (WHERE code = 'bet_stake_returned'), 0) AS stakes,
          coalesce(sum(amount) FILTER (WHERE code = 'bet_payout_returned'), 0) AS payouts
        FROM transfers
        JOIN accounts AS cash ON cash.kind = 'player_cash' AND cash.id =
          CASE code WHEN 'bet_stake_returned' THEN credit_account_id ELSE debit_account_id END
        WHERE code IN ('bet_stake_returned', 'bet_payout_returned')
        GROUP BY transfers.tenant_id, cash.owner_id, cash.currency
      )
      SELECT tenant_id, 'user ' || user_id AS subject,
        'bets ' || coalesce(voided.stakes, 0) || ' and ' || coalesce(voided.payouts, 0) || ', posted '
          || coalesce(posted.stakes, 0) || ' and ' || coalesce(posted.payouts, 0) AS detail
      FROM voided FULL JOIN posted USING (tenant_id, user_id, currency)
      WHERE coalesce(voided.stakes, 0) <> coalesce(posted.stakes, 0)
        OR coalesce(voided.payouts, 0) <> coalesce(posted.payouts, 0)`,
  },
];
