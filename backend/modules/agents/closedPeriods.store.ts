import type pg from "pg";

/** How long a closed period is, and when the one begins that a time is in. SQL, as all of this. */
export const PERIOD = "interval '10 minutes'";
export const periodOf = (time: string) => `date_bin(${PERIOD}, ${time}, '2000-01-01Z')`;
/** Lines are refused five minutes after their time (`lines_are_written_in_time`); one more for what the clock is worth. */
const NO_MORE_LINES_AFTER = "interval '6 minutes'";
/** What one transaction adds up, so that a house that was never closed is closed step by step. */
const CLOSED_AT_ONCE = "interval '1 day'";

/** The transaction that is running, and the oldest that is, as numbers that only grow. */
const THIS_WRITER = "pg_current_xact_id()::text::bigint";
const OLDEST_WRITER = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

/** Holds the closing of a house, and begins with its first line when there is none. @returns false while it has no lines */
export async function holdClosing(client: pg.ClientBase, tenantId: number): Promise<boolean> {
  const held = "SELECT FROM commission_closings WHERE tenant_id = $1 FOR NO KEY UPDATE";
  const standing = await client.query(held, [tenantId]);
  if (standing.rowCount === 1) return true;
  await client.query(
    `INSERT INTO commission_closings (tenant_id, closed_from, closed_before, next_before, writers)
     SELECT $1, first, first, first, 0 FROM (
       SELECT ${periodOf("min(line.created_at)")} AS first FROM ${AGENTS_WITH_LINES}
       CROSS JOIN LATERAL (
         SELECT created_at FROM commission_lines WHERE tenant_id = $1 AND agent_id = agent.id ORDER BY created_at LIMIT 1
       ) AS line
     ) AS begun WHERE first IS NOT NULL
     ON CONFLICT DO NOTHING`,
    [tenantId],
  );
  return (await client.query(held, [tenantId])).rowCount === 1;
}

const AGENTS_WITH_LINES =
  "(SELECT DISTINCT agent_id AS id FROM commission_totals WHERE tenant_id = $1) AS agent";

/**
 * Adds up the next periods that were found to be over, once no transaction runs that could have written into them unseen. Call
 * with the closing held.
 * @returns true when more of them can be added up at once
 */
export async function closePeriods(client: pg.ClientBase, tenantId: number): Promise<boolean> {
  const { rows } = await client.query<{ has_more: boolean }>(
    `WITH span AS (
       SELECT closed_before AS begins, least(next_before, closed_before + ${CLOSED_AT_ONCE}) AS ends, next_before
       FROM commission_closings WHERE tenant_id = $1 AND closed_before < next_before AND writers <= ${OLDEST_WRITER}
     ), written AS (
       INSERT INTO commission_periods (tenant_id, agent_id, begins_at, currency, lines, share_lines, rebate_lines, clawbacks,
         revenue_share, turnover, clawed_back)
       SELECT $1, agent.id, ${periodOf("line.created_at")}, line.currency, count(*),
         count(*) FILTER (WHERE line.revenue_share > 0), count(*) FILTER (WHERE line.turnover > 0),
         count(*) FILTER (WHERE line.amount < 0),
         coalesce(sum(line.revenue_share) FILTER (WHERE line.amount > 0), 0),
         coalesce(sum(line.turnover) FILTER (WHERE line.amount > 0), 0),
         coalesce(-sum(line.amount) FILTER (WHERE line.amount < 0), 0)
       FROM span CROSS JOIN ${AGENTS_WITH_LINES}
       CROSS JOIN LATERAL (
         SELECT * FROM commission_lines
         WHERE tenant_id = $1 AND agent_id = agent.id AND created_at >= span.begins AND created_at < span.ends
       ) AS line
       GROUP BY agent.id, ${periodOf("line.created_at")}, line.currency
     )
     UPDATE commission_closings SET closed_before = span.ends FROM span WHERE tenant_id = $1
     RETURNING span.ends < span.next_before AS has_more`,
    [tenantId],
  );
  return rows[0]?.has_more ?? false;
}

/**
 * Finds out which further periods are over, when those found before are closed: by the beginning of this transaction no line of
 * theirs could be written any more, so whoever has written one unseen is a transaction that began to write before this one.
 * Numbers of transactions are of one cluster: in another, that a backup went to, one ahead of them all is found anew.
 */
export async function findPeriodsThatAreOver(client: pg.ClientBase, tenantId: number): Promise<void> {
  await client.query(
    `UPDATE commission_closings SET next_before = greatest(closed_before, over), writers = ${THIS_WRITER}
     FROM (SELECT ${periodOf(`now() - ${NO_MORE_LINES_AFTER}`)} AS over) AS found
     WHERE tenant_id = $1 AND (closed_before = next_before AND closed_before < over OR writers > ${THIS_WRITER})`,
    [tenantId],
  );
}

/** All houses. */
export async function findTenantIds(pool: pg.Pool): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>("SELECT id FROM tenants ORDER BY id");
  return rows.map(({ id }) => id);
}
