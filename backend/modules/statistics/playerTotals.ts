import type pg from "pg";
import { columnRows } from "#backend/db/columnRows.ts";
import { bigintColumn, textColumn, uuidColumn } from "#backend/db/columns.ts";

/** What a transaction adds to a player's totals in one currency. Amounts in minor units. */
export interface PlayerPlay {
  readonly userId: string;
  readonly currency: string;
  /** Bets that were settled, with their whole stakes and payouts. */
  readonly bets: bigint;
  readonly stakedMinor: bigint;
  readonly paidMinor: bigint;
  /** Stakes that were laid: those of bets settled at once, and of rounds that begin or are raised. */
  readonly wageredMinor: bigint;
}

const COLUMNS = {
  user_id: "uuid",
  currency: "text",
  bets: "bigint",
  staked: "bigint",
  paid: "bigint",
  wagered: "bigint",
} as const;

/** How many parameters `playerTotalsCte` takes. */
export const PLAYER_TOTALS_PARAMETERS = Object.keys(COLUMNS).length;

/**
 * Part of a statement whose `$1` is the tenant: adds to the totals of players whose cash accounts are locked. Windows that
 * have ended begin anew, by the transaction's time; a transaction that began before midnight and waited counts in the new day.
 *
 * @param first number of the first of its parameters, which `playerTotalsValues` makes
 */
export function playerTotalsCte(first: number): string {
  return `written_player_totals AS (
    INSERT INTO player_totals AS totals (
      tenant_id, user_id, currency, bets, staked, paid,
      day, day_wagered, day_paid, week, week_wagered, week_paid, month, month_wagered, month_paid)
    SELECT $1, user_id, currency, bets, staked, paid, day, wagered, paid, week, wagered, paid, month, wagered, paid
    FROM ${columnRows(first, COLUMNS)} AS play,
      (SELECT date_trunc('day', clock)::date AS day, date_trunc('week', clock)::date AS week, date_trunc('month', clock)::date AS month
       FROM (SELECT now() AT TIME ZONE 'UTC' AS clock OFFSET 0) AS utc OFFSET 0) AS current
    ON CONFLICT (tenant_id, user_id, currency) DO UPDATE SET
      bets = totals.bets + excluded.bets, staked = totals.staked + excluded.staked, paid = totals.paid + excluded.paid,
      ${window("day")}, ${window("week")}, ${window("month")}
  )`;
}

function window(period: "day" | "week" | "month"): string {
  const carried = (amount: string) =>
    `${amount} = excluded.${amount} + CASE WHEN totals.${period} >= excluded.${period} THEN totals.${amount} ELSE 0 END`;
  return `${period} = greatest(totals.${period}, excluded.${period}), ${carried(`${period}_wagered`)}, ${carried(`${period}_paid`)}`;
}

/** @param plays one per player and currency */
export function playerTotalsValues(plays: readonly PlayerPlay[]): Buffer[] {
  return [
    uuidColumn(plays.map(({ userId }) => userId)),
    textColumn(plays.map(({ currency }) => currency)),
    bigintColumn(plays.map(({ bets }) => bets)),
    bigintColumn(plays.map(({ stakedMinor }) => stakedMinor)),
    bigintColumn(plays.map(({ paidMinor }) => paidMinor)),
    bigintColumn(plays.map(({ wageredMinor }) => wageredMinor)),
  ];
}

/** The same as a statement of its own. Call with the players' cash accounts locked. */
export async function addToPlayerTotals(
  client: pg.ClientBase,
  tenantId: number,
  plays: readonly PlayerPlay[],
): Promise<void> {
  await client.query({
    name: "player_totals_add",
    text: `WITH ${playerTotalsCte(2)} SELECT`,
    values: [tenantId, ...playerTotalsValues(plays)],
  });
}
