import type pg from "pg";
import { QUIET_SINCE } from "./round.store.ts";
import type { PlayerKey } from "./roundPlayer.store.ts";

/** SQL: that the house of a round in `rounds` has not stopped bets. */
const BETS_GO_ON = `NOT EXISTS (
    SELECT FROM kill_switches AS off WHERE off.tenant_id = rounds.tenant_id AND off.name = 'bets')`;

/** True while nothing has happened in an open round for so long, though it could. */
export async function isAbandoned(
  client: pg.ClientBase,
  {
    tenantId,
    roundId,
    idleMs,
  }: { readonly tenantId: number; readonly roundId: string; readonly idleMs: number },
): Promise<boolean> {
  const { rows } = await client.query({
    name: "rounds_is_abandoned",
    text: `
      SELECT FROM rounds
      WHERE tenant_id = $1 AND id = $2 AND status = 'open' AND ${QUIET_SINCE} <= now() - $3 * interval '1 ms'
        AND ${BETS_GO_ON}`,
    values: [tenantId, roundId, idleMs],
  });
  return rows.length > 0;
}

export interface AbandonedRound extends PlayerKey {
  readonly roundId: string;
}

/** The place of a round among open ones by age; the time in the database's own words. */
export interface AgePlace {
  readonly actedAt: string;
  readonly roundId: string;
}

export interface AbandonedPage {
  readonly rounds: readonly AbandonedRound[];
  /** Where the next page begins; undefined behind the last one. */
  readonly next: AgePlace | undefined;
}

interface AbandonedRow {
  readonly tenant_id: number;
  readonly id: string;
  readonly user_id: string;
  readonly acted_at: string;
}

/** Open rounds in which nothing has happened for so long, the oldest first; not in houses that have stopped bets. */
export async function findAbandoned(
  pool: pg.Pool,
  {
    idleMs,
    limit,
    after,
  }: { readonly idleMs: number; readonly limit: number; readonly after?: AgePlace | undefined },
): Promise<AbandonedPage> {
  const { rows } = await pool.query<AbandonedRow>({
    name: "rounds_abandoned",
    text: `
      SELECT tenant_id, id, user_id, acted_at::text AS acted_at FROM rounds
      WHERE status = 'open' AND acted_at <= now() - $1 * interval '1 ms' AND ${QUIET_SINCE} <= now() - $1 * interval '1 ms'
        AND ${BETS_GO_ON}
        AND (acted_at, id) > (coalesce($3::timestamptz, '-infinity'), coalesce($4::uuid, '00000000-0000-0000-0000-000000000000'))
      ORDER BY acted_at, id LIMIT $2`,
    values: [idleMs, limit, after?.actedAt ?? null, after?.roundId ?? null],
  });
  const last = rows.at(-1);
  return {
    rounds: rows.map(({ tenant_id: tenantId, id: roundId, user_id: userId }) => ({
      tenantId,
      userId,
      roundId,
    })),
    next:
      last === undefined || rows.length < limit ? undefined : { actedAt: last.acted_at, roundId: last.id },
  };
}
