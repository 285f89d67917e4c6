import type pg from "pg";
import { z } from "zod";
import { uuidColumn } from "#backend/db/columns.ts";
import type { NamedLimit } from "#domain/limits/measureLimits.ts";
import { LIMIT_KINDS, LIMIT_PERIODS } from "#domain/limits/playerLimits.ts";

/** A limit with whose it is. */
export type OwnedLimit = NamedLimit & { readonly userId: string; readonly currency: string };

interface KeptRow {
  readonly user_id: string;
  readonly currency: string;
  readonly kind: string;
  readonly period: string;
  readonly amount: bigint | null;
  readonly next_amount: bigint | null;
  readonly next_from: Date | null;
}

/** All limits of the given players as they are kept, those too that are over or have not begun. */
export async function findKeptLimits(
  client: pg.ClientBase,
  tenantId: number,
  userIds: readonly string[],
): Promise<OwnedLimit[]> {
  const { rows } = await client.query<KeptRow>({
    name: "limits_kept",
    text: `
      SELECT user_id, currency, kind, period, amount, next_amount, next_from FROM player_limits
      WHERE tenant_id = $1 AND user_id = ANY($2::uuid[])
      ORDER BY user_id, currency, kind, period`,
    values: [tenantId, uuidColumn(userIds)],
  });
  return rows.map(toLimit);
}

const limitName = z.object({ kind: z.enum(LIMIT_KINDS), period: z.enum(LIMIT_PERIODS) });

function toLimit(row: KeptRow): OwnedLimit {
  const { user_id: userId, currency, amount, next_amount: nextMinor, next_from: from } = row;
  return {
    userId,
    currency,
    ...limitName.parse(row),
    amountMinor: amount,
    next: from === null ? null : { amountMinor: nextMinor, fromMs: from.getTime() },
  };
}
