import type pg from "pg";
import { invariant } from "#domain/errors.ts";
import type { KeptLimit } from "#domain/limits/changeLimit.ts";
import type { LimitKind, LimitPeriod } from "#domain/limits/playerLimits.ts";

export interface Player {
  readonly tenantId: number;
  readonly userId: string;
}

/** Which limit of a player. */
export interface LimitName {
  readonly currency: string;
  readonly kind: LimitKind;
  readonly period: LimitPeriod;
}

/** The database's time, which decides when a period ends and a raise is due. */
export async function readTime(client: pg.ClientBase): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>("SELECT clock_timestamp() AS now");
  const now = rows[0]?.now;
  invariant(now !== undefined, "a database tells the time");
  return now;
}

/**
 * Holds off the player's wagers until the transaction ends: whoever is told of a stricter limit has placed no bet under
 * the old one since.
 */
export async function lockWallets(client: pg.ClientBase, { tenantId, userId }: Player): Promise<void> {
  await client.query(
    `SELECT id FROM accounts WHERE tenant_id = $1 AND kind = 'player_cash' AND owner_id = $2
     ORDER BY id FOR NO KEY UPDATE`,
    [tenantId, userId],
  );
}

/** @returns whether the house keeps books in the currency */
export async function isCurrencyKept(
  client: pg.ClientBase,
  tenantId: number,
  currency: string,
): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM currencies WHERE tenant_id = $1 AND code = $2", [
    tenantId,
    currency,
  ]);
  return rowCount === 1;
}

export async function saveLimit(
  client: pg.ClientBase,
  { tenantId, userId }: Player,
  { currency, kind, period }: LimitName,
  { amountMinor, next }: KeptLimit,
): Promise<void> {
  await client.query(
    `INSERT INTO player_limits (tenant_id, user_id, currency, kind, period, amount, next_amount, next_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (tenant_id, user_id, currency, kind, period) DO UPDATE SET amount = excluded.amount,
       next_amount = excluded.next_amount, next_from = excluded.next_from, changed_at = now()`,
    [
      tenantId,
      userId,
      currency,
      kind,
      period,
      amountMinor,
      next?.amountMinor ?? null,
      next === null ? null : new Date(next.fromMs),
    ],
  );
}

/** Until when the player is excluded; null when that is over, or never was. */
export async function findExclusion(
  client: pg.ClientBase,
  { tenantId, userId }: Player,
): Promise<Date | null> {
  const { rows } = await client.query<{ until: Date | null }>(
    `SELECT CASE WHEN self_excluded_until > now() THEN self_excluded_until END AS until
     FROM users WHERE tenant_id = $1 AND id = $2`,
    [tenantId, userId],
  );
  return rows[0]?.until ?? null;
}

export async function saveExclusion(
  client: pg.ClientBase,
  { tenantId, userId }: Player,
  until: Date,
): Promise<void> {
  await client.query(
    `UPDATE users SET self_excluded_until = greatest(self_excluded_until, $3) WHERE tenant_id = $1 AND id = $2`,
    [tenantId, userId, until],
  );
}
