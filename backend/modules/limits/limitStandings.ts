import type pg from "pg";
import { z } from "zod";
import { uuidColumn } from "#backend/db/columns.ts";
import { LIMIT_KINDS, LIMIT_PERIODS, type LimitStanding } from "#domain/limits/playerLimits.ts";

/** The limits of a player by currency. */
export type LimitsByCurrency = ReadonlyMap<string, readonly LimitStanding[]>;

/**
 * The limits in force of the given players, and how much of them is used in the current periods, by the database's time.
 * Players without limits are left out, and cost next to nothing. Call with the players' cash accounts locked.
 */
export async function loadLimitStandings(
  client: pg.ClientBase,
  tenantId: number,
  userIds: readonly string[],
): Promise<Map<string, LimitsByCurrency>> {
  const { rows } = await client.query<StandingRow>({
    name: "limit_standings",
    text: `${STANDINGS} WHERE in_force.amount IS NOT NULL`,
    values: [tenantId, uuidColumn(userIds)],
  });
  const byUser = Map.groupBy(rows, ({ user_id }) => user_id);
  return new Map([...byUser].map(([userId, limits]) => [userId, byCurrency(limits)]));
}

/** A limit as its player sees it: perhaps with none in force, and with what comes next. */
export interface OwnLimit extends Omit<LimitStanding, "amountMinor"> {
  readonly currency: string;
  readonly amountMinor: bigint | null;
  readonly next: { readonly amountMinor: bigint | null; readonly from: Date } | null;
}

/** All limits of a player, those on their way too, by the database's time. */
export async function findOwnLimits(
  client: pg.ClientBase,
  tenantId: number,
  userId: string,
): Promise<OwnLimit[]> {
  const { rows } = await client.query<
    StandingRow & { readonly next_amount: bigint | null; readonly next_from: Date | null }
  >(
    `${STANDINGS} WHERE in_force.amount IS NOT NULL OR in_force.next_from IS NOT NULL ORDER BY currency, kind, period`,
    [tenantId, uuidColumn([userId])],
  );
  return rows.map((row) => ({
    ...standingOf(row),
    currency: row.currency,
    amountMinor: row.amount,
    next: row.next_from === null ? null : { amountMinor: row.next_amount, from: row.next_from },
  }));
}

interface StandingRow {
  readonly user_id: string;
  readonly currency: string;
  readonly kind: string;
  readonly period: string;
  readonly amount: bigint | null;
  readonly wagered: bigint | null;
  readonly paid: bigint | null;
  readonly deposited: bigint;
  readonly withdrawn: bigint;
}

const limitName = z.object({ kind: z.enum(LIMIT_KINDS), period: z.enum(LIMIT_PERIODS) });

function byCurrency(rows: readonly StandingRow[]): LimitsByCurrency {
  const grouped = Map.groupBy(rows, ({ currency }) => currency);
  return new Map([...grouped].map(([currency, limits]) => [currency, limits.map(standingOf)]));
}

function standingOf({ amount, wagered, paid, deposited, withdrawn, ...row }: StandingRow): LimitStanding {
  const { kind, period } = limitName.parse(row);
  const wageredMinor = wagered ?? 0n;
  const used = { deposit: deposited - withdrawn, wager: wageredMinor, loss: wageredMinor - (paid ?? 0n) };
  return { kind, period, amountMinor: amount ?? 0n, usedMinor: used[kind] };
}

/**
 * A raise that is due is in force, whether or not anybody has written so. Deposits and withdrawals are summed only where a
 * limit asks for them.
 */
const STANDINGS = `
  SELECT user_id, currency, kind, period, amount, next_amount, next_from, wagered, paid, deposited, withdrawn
  FROM (
    SELECT user_id, currency, kind, period,
      CASE WHEN next_from <= now() THEN next_amount ELSE amount END AS amount,
      CASE WHEN next_from > now() THEN next_amount END AS next_amount,
      CASE WHEN next_from > now() THEN next_from END AS next_from,
      date_trunc(period, now() AT TIME ZONE 'UTC')::date AS begins
    FROM player_limits WHERE tenant_id = $1 AND user_id = ANY($2::uuid[])
  ) AS in_force
  LEFT JOIN LATERAL (
    SELECT
      CASE in_force.period WHEN 'day' THEN day_wagered WHEN 'week' THEN week_wagered ELSE month_wagered END AS wagered,
      CASE in_force.period WHEN 'day' THEN day_paid WHEN 'week' THEN week_paid ELSE month_paid END AS paid
    FROM player_totals AS totals
    WHERE totals.tenant_id = $1 AND totals.user_id = in_force.user_id AND totals.currency = in_force.currency
      AND CASE in_force.period WHEN 'day' THEN day WHEN 'week' THEN week ELSE month END >= in_force.begins
  ) AS played ON true
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(deposits.amount), 0)::bigint AS deposited FROM deposits
    WHERE in_force.kind = 'deposit' AND deposits.tenant_id = $1 AND deposits.user_id = in_force.user_id
      AND deposits.currency = in_force.currency AND status = 'credited' AND credited_at >= in_force.begins AT TIME ZONE 'UTC'
  ) AS received
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(withdrawals.amount), 0)::bigint AS withdrawn FROM withdrawals
    WHERE in_force.kind = 'deposit' AND withdrawals.tenant_id = $1 AND withdrawals.user_id = in_force.user_id
      AND withdrawals.currency = in_force.currency AND status <> 'cancelled'
      AND created_at >= in_force.begins AT TIME ZONE 'UTC'
  ) AS taken`;
