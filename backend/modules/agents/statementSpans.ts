import { BETS_IN_TIME } from "#backend/modules/casino/betsInTime.ts";
import { PERIOD } from "./closedPeriods.store.ts";

/**
 * Stretches of time in which to look for an agent's lines, newest first and none over another: SQL for `begins`, `ends`, and
 * `bet_ids`, one of which a line must name, or null. Of the statement's parameters they take: $1 tenant, $2 agent, $3 and $4
 * the period, $5 currency, $6 type, $7 the time of the line that the page comes after, $9 lines wanted, $10 player.
 */
export type StatementSpans = string;

/** All of the period: every line is wanted. */
export const WHOLE_PERIOD: StatementSpans =
  "SELECT $3::timestamptz AS begins, $4::timestamptz AS ends, NULL::uuid[] AS bet_ids";

/** Where the page ends that is not shown yet; least() passes over null. */
export const PAGE_END = "least($4::timestamptz, $7::timestamptz + interval '1 microsecond')";

/**
 * Where lines of the wanted currency and type are: what is not closed, and as many closed periods that have one as are
 * enough. The newest and the oldest may have theirs outside of what is asked for.
 */
export const PERIODS_WITH_LINES: StatementSpans = `
  SELECT begins, ends, NULL::uuid[] AS bet_ids FROM (
    SELECT coalesce((SELECT closed_before FROM commission_closings WHERE tenant_id = $1), '-infinity') AS begins,
      'infinity'::timestamptz AS ends
    UNION ALL
    SELECT '-infinity', closed_from FROM commission_closings WHERE tenant_id = $1
    UNION ALL
    SELECT begins_at, begins_at + ${PERIOD} FROM (
      SELECT DISTINCT begins_at FROM commission_periods
      WHERE tenant_id = $1 AND agent_id = $2 AND ($5::text IS NULL OR currency = $5)
        AND begins_at > $3::timestamptz - ${PERIOD} AND begins_at < ${PAGE_END}
        AND CASE $6 WHEN 'revenue_share' THEN share_lines WHEN 'turnover' THEN rebate_lines WHEN 'clawback' THEN clawbacks
          ELSE lines END > 0
      ORDER BY begins_at DESC LIMIT $9 + 2
    ) AS period
  ) AS stretch ORDER BY begins DESC`;

/** The moments at which one player's bets were settled or voided. */
export const TIMES_OF_PLAYER: StatementSpans = `
  SELECT at AS begins, at + interval '1 microsecond' AS ends, array_agg(id) AS bet_ids
  FROM (${betsOfPlayer("$10", PAGE_END)}) AS bet GROUP BY at ORDER BY at DESC`;

/**
 * Bets of which the player's agents may have earned, and when they did, and those voided, and when that was taken back: from $3
 * on. As many are read as the player has made, whatever the agent's lines.
 */
export function betsOfPlayer(player: string, end: string): string {
  return `
    SELECT bets.id, bets.created_at AS at FROM seeds
    JOIN bets ON bets.tenant_id = $1 AND bets.seed_id = seeds.id AND ${BETS_IN_TIME}
      AND bets.created_at >= $3 AND bets.created_at < ${end}
    WHERE seeds.tenant_id = $1 AND seeds.user_id = ${player}::uuid AND bets.commission_plan_id IS NOT NULL
    UNION ALL
    SELECT id, settled_at FROM crash_bets
    WHERE tenant_id = $1 AND user_id = ${player} AND commission_plan_id IS NOT NULL
      AND settled_at >= $3 AND settled_at < ${end}
    UNION ALL
    SELECT bet_id, created_at FROM bet_voids
    WHERE tenant_id = $1 AND user_id = ${player} AND created_at >= $3 AND created_at < ${end}`;
}
