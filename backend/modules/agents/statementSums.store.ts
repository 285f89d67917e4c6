import type pg from "pg";
import type { StatementTotals } from "#domain/agents/statement.ts";
import { PERIOD, periodOf } from "./closedPeriods.store.ts";
import { IS_WANTED, type LineFilter, PARTS_OF_BETS, valuesOf } from "./statement.store.ts";
import { betsOfPlayer } from "./statementSpans.ts";

interface TotalRow {
  readonly currency: string;
  readonly lines: string;
  readonly revenue_share: string;
  readonly turnover: string;
  readonly clawed_back: string;
}

/**
 * The totals of all wanted lines, as of one moment. For one player they are made of that player's bets, computed as in
 * `dueOf`.
 */
export async function sumLines(
  client: pg.ClientBase,
  tenantId: number,
  filter: LineFilter,
): Promise<StatementTotals[]> {
  const values = valuesOf(tenantId, filter);
  const { rows } = await (filter.playerId === undefined
    ? client.query<TotalRow>(SUM_OF_ALL, values)
    : client.query<TotalRow>(SUM_OF_PLAYER, [...values, filter.playerId]));
  return rows.map(toTotals);
}

function toTotals({ currency, lines, ...sums }: TotalRow): StatementTotals {
  const revenueShareMinor = BigInt(sums.revenue_share);
  const turnoverMinor = BigInt(sums.turnover);
  const clawedBackMinor = BigInt(sums.clawed_back);
  const netMinor = revenueShareMinor + turnoverMinor - clawedBackMinor;
  return { currency, lines: Number(lines), revenueShareMinor, turnoverMinor, clawedBackMinor, netMinor };
}

/** Of a statement about one type the others count nothing. */
const countedFor = (type: string, sum: string) =>
  `CASE WHEN coalesce($6, '${type}') = '${type}' THEN coalesce(${sum}, 0) ELSE 0 END::text`;

/**
 * From closed periods as far as they lie within what is asked for, and from the lines before and after. Named for the test
 * that reads its plan.
 */
export const SUM_OF_ALL = `
  WITH closed AS (
    SELECT greatest(closed_from, ${periodOf(`$3::timestamptz + ${PERIOD} - interval '1 microsecond'`)}) AS begins,
      least(closed_before, ${periodOf("$4::timestamptz")}) AS ends
    FROM commission_closings WHERE tenant_id = $1
  ), span AS (
    SELECT coalesce(min(begins), $4) AS begins, coalesce(min(ends), $4) AS ends FROM closed WHERE begins < ends
  ), part AS (
    SELECT currency, revenue_share, turnover, clawed_back,
      CASE $6 WHEN 'revenue_share' THEN share_lines WHEN 'turnover' THEN rebate_lines WHEN 'clawback' THEN clawbacks
        ELSE lines END AS lines
    FROM commission_periods
    WHERE tenant_id = $1 AND agent_id = $2 AND ($5::text IS NULL OR currency = $5)
      AND begins_at >= (SELECT begins FROM span) AND begins_at < (SELECT ends FROM span)
    UNION ALL ${linesIn("line.created_at >= $3 AND line.created_at < (SELECT begins FROM span)")}
    UNION ALL ${linesIn("line.created_at >= (SELECT ends FROM span) AND line.created_at < $4")}
  )
  SELECT currency, sum(lines)::text AS lines, ${countedFor("revenue_share", "sum(revenue_share)")} AS revenue_share,
    ${countedFor("turnover", "sum(turnover)")} AS turnover, ${countedFor("clawback", "sum(clawed_back)")} AS clawed_back
  FROM part GROUP BY currency HAVING sum(lines) > 0 ORDER BY currency COLLATE "C"`;

/** Lines, each as a period of its own. */
function linesIn(condition: string): string {
  return `
    SELECT currency, greatest(revenue_share, 0), greatest(turnover, 0), greatest(-amount, 0), 1 FROM commission_lines AS line
    WHERE line.tenant_id = $1 AND line.agent_id = $2 AND ${condition} AND ${IS_WANTED}`;
}

const SUM_OF_PLAYER = `
  WITH bet AS MATERIALIZED (${betsOfPlayer("$7", "$4::timestamptz")}
  ), part AS (
    SELECT line.id, line.currency,
      sign(line.amount) * div(bets.stake::numeric * bets.edge_bps * part."revenueShareBps", 100000000) AS revenue_share,
      sign(line.amount) * div(bets.stake::numeric * part."turnoverBps", 10000) AS turnover
    FROM (SELECT id AS bet_id, at FROM bet) AS named
    JOIN commission_lines AS line ON line.tenant_id = $1 AND line.agent_id = $2 AND line.created_at = named.at
      AND named.bet_id = ANY(line.bet_ids) AND ${IS_WANTED}
    ${PARTS_OF_BETS}
  )
  SELECT currency, count(DISTINCT id)::text AS lines,
    ${countedFor("revenue_share", "sum(revenue_share) FILTER (WHERE revenue_share > 0)")} AS revenue_share,
    ${countedFor("turnover", "sum(turnover) FILTER (WHERE turnover > 0)")} AS turnover,
    ${countedFor("clawback", "-sum(revenue_share + turnover) FILTER (WHERE revenue_share + turnover < 0)")} AS clawed_back
  FROM part GROUP BY currency ORDER BY currency COLLATE "C"`;
