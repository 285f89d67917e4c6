import type pg from "pg";
import { uuidColumn } from "#backend/db/columns.ts";
import type { Movements } from "#domain/limits/measureLimits.ts";

/** What a player who has set limits has moved in a currency, by the database's time. */
export interface MovementsOfPlayer {
  readonly userId: string;
  readonly currency: string;
  /** Of the player's limits: what was remembered of another version no longer holds. */
  readonly version: bigint;
  readonly nowMs: number;
  readonly movements: Movements;
}

/**
 * What those of the players have moved in the current periods who have set limits, one row for each of the currencies that
 * the house keeps books in; other players and other names of currencies cost next to nothing. Call with the players' cash accounts locked.
 */
export async function loadMovements(
  client: pg.ClientBase,
  tenantId: number,
  userIds: readonly string[],
  currencies: readonly string[],
): Promise<MovementsOfPlayer[]> {
  const { rows } = await client.query<MovementsRow>({
    name: "limit_movements",
    text: MOVEMENTS,
    values: [tenantId, uuidColumn(userIds), currencies],
  });
  return rows.map((row) => ({
    userId: row.user_id,
    currency: row.currency,
    version: row.version,
    nowMs: row.now_ms,
    movements: {
      day: { wageredMinor: row.day_wagered, paidMinor: row.day_paid, depositedMinor: row.day_deposited },
      week: { wageredMinor: row.week_wagered, paidMinor: row.week_paid, depositedMinor: row.week_deposited },
      month: {
        wageredMinor: row.month_wagered,
        paidMinor: row.month_paid,
        depositedMinor: row.month_deposited,
      },
    },
  }));
}

interface MovementsRow {
  readonly user_id: string;
  readonly currency: string;
  readonly version: bigint;
  readonly now_ms: number;
  readonly day_wagered: bigint;
  readonly day_paid: bigint;
  readonly day_deposited: bigint;
  readonly week_wagered: bigint;
  readonly week_paid: bigint;
  readonly week_deposited: bigint;
  readonly month_wagered: bigint;
  readonly month_paid: bigint;
  readonly month_deposited: bigint;
}

const PERIODS = ["day", "week", "month"] as const;

const COLUMNS = PERIODS.map(
  (period) => `
    CASE WHEN totals.${period} >= ${period}_date THEN ${period}_wagered ELSE 0 END AS ${period}_wagered,
    CASE WHEN totals.${period} >= ${period}_date THEN ${period}_paid ELSE 0 END AS ${period}_paid,
    coalesce(received.${period}, 0) - coalesce(taken.${period}, 0) AS ${period}_deposited`,
).join(",");

/** Sums by period, of what is summed at all only for a player with a limit of deposits. */
function sums(table: string, time: string, condition: string): string {
  const periods = PERIODS.map(
    (period) => `(sum(amount) FILTER (WHERE ${time} >= ${period}_begins))::bigint AS ${period}`,
  );
  return `
    SELECT ${periods.join(", ")} FROM ${table}
    WHERE measures_deposits AND ${table}.tenant_id = $1 AND ${table}.user_id = versions.user_id
      AND ${table}.currency = played.currency AND ${condition} AND ${time} >= earliest`;
}

/** When the current periods began, worked out once and not for each player. */
const CLOCK = `
  SELECT floor(extract(epoch FROM now()) * 1000)::float8 AS now_ms, least(week_begins, month_begins) AS earliest,
    ${PERIODS.map((period) => `${period}_begins, (${period}_begins AT TIME ZONE 'UTC')::date AS ${period}_date`).join(", ")}
  FROM (SELECT ${PERIODS.map((period) => `date_trunc('${period}', now(), 'UTC') AS ${period}_begins`).join(", ")} OFFSET 0) AS periods
  OFFSET 0`;

const MOVEMENTS = `
  SELECT versions.user_id, played.currency, version, now_ms, ${COLUMNS}
  FROM limit_versions AS versions
  CROSS JOIN (SELECT code AS currency FROM currencies WHERE tenant_id = $1 AND code = ANY($3::text[]) OFFSET 0) AS played
  CROSS JOIN (${CLOCK}) AS clock
  LEFT JOIN LATERAL (
    SELECT * FROM player_totals
    WHERE tenant_id = $1 AND user_id = versions.user_id AND currency = played.currency OFFSET 0
  ) AS totals ON true
  LEFT JOIN LATERAL (${sums("deposits", "credited_at", "status = 'credited'")}) AS received ON measures_deposits
  LEFT JOIN LATERAL (${sums("withdrawals", "created_at", "status <> 'cancelled'")}) AS taken ON measures_deposits
  WHERE versions.tenant_id = $1 AND versions.user_id = ANY($2::uuid[])`;
