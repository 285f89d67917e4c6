import type pg from "pg";

/** Rounds of a house that should have been ended. */
export interface OverdueRounds {
  readonly tenantId: number;
  readonly rounds: number;
  /** One of the oldest, to begin with. */
  readonly roundId: string;
}

/**
 * Open rounds in which nothing has happened for so long, though it could, by house. The processes that hold the seeds'
 * key end rounds after a day: these they could not end, or there is no such process.
 */
export async function findOverdueRounds(pool: pg.Pool, idleHours: number): Promise<OverdueRounds[]> {
  const { rows } = await pool.query<{ tenant_id: number; rounds: number; round_id: string }>(
    `SELECT tenant_id, count(*)::integer AS rounds, (array_agg(id ORDER BY acted_at))[1] AS round_id FROM rounds
     WHERE status = 'open' AND acted_at < now() - make_interval(hours => $1)
       AND NOT EXISTS (SELECT FROM kill_switches AS off WHERE off.tenant_id = rounds.tenant_id AND off.name = 'bets')
       AND NOT EXISTS (SELECT FROM activity_resumptions AS resumed
         WHERE resumed.tenant_id = rounds.tenant_id AND resumed.name = 'bets'
           AND resumed_at >= now() - make_interval(hours => $1))
     GROUP BY tenant_id`,
    [idleHours],
  );
  return rows.map(({ tenant_id: tenantId, rounds, round_id: roundId }) => ({ tenantId, rounds, roundId }));
}
