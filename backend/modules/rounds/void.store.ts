import type pg from "pg";
import type { RoundRow } from "./round.store.ts";

/** What became of a round that was voided. Amounts in minor units. */
export interface RoundVoid {
  readonly stakedMinor: bigint;
  /** Less than the stakes where an exit from the vault had paid them already. */
  readonly returnedMinor: bigint;
  /** Nothing on the books kept its player from going on, and whoever voided it insisted. */
  readonly wasPlayable: boolean;
  readonly reason: string;
  readonly voidedAt: Date;
}

interface VoidRow {
  readonly staked: bigint;
  readonly returned: bigint;
  readonly playable: boolean;
  readonly reason: string;
  readonly voided_at: Date;
}

export async function findVoid(
  client: pg.ClientBase,
  tenantId: number,
  roundId: string,
): Promise<RoundVoid | undefined> {
  const { rows } = await client.query<VoidRow>(
    "SELECT staked, returned, playable, reason, voided_at FROM round_voids WHERE tenant_id = $1 AND round_id = $2",
    [tenantId, roundId],
  );
  return rows.map(({ staked, returned, playable, reason, voided_at: voidedAt }) => ({
    stakedMinor: staked,
    returnedMinor: returned,
    wasPlayable: playable,
    reason,
    voidedAt,
  }))[0];
}

export interface NewVoid extends Pick<RoundVoid, "returnedMinor" | "wasPlayable" | "reason"> {
  readonly round: RoundRow;
}

/**
 * Writes down that a round is void, and takes its stakes out of what its player has wagered in the periods in which it
 * was begun. Call with the player's cash accounts locked, and the round read behind that lock.
 */
export async function insertVoid(
  client: pg.ClientBase,
  tenantId: number,
  { round, returnedMinor, wasPlayable, reason }: NewVoid,
): Promise<void> {
  await client.query(
    "UPDATE rounds SET status = 'voided', acted_at = now() WHERE tenant_id = $1 AND id = $2 AND status = 'open'",
    [tenantId, round.id],
  );
  await client.query(
    "INSERT INTO round_voids (tenant_id, round_id, staked, returned, playable, reason) VALUES ($1, $2, $3, $4, $5, $6)",
    [tenantId, round.id, round.staked, returnedMinor, wasPlayable, reason],
  );
  await client.query(
    `UPDATE player_totals SET
       day_wagered = day_wagered - CASE WHEN begun >= day THEN $4::bigint ELSE 0 END,
       week_wagered = week_wagered - CASE WHEN begun >= week THEN $4::bigint ELSE 0 END,
       month_wagered = month_wagered - CASE WHEN begun >= month THEN $4::bigint ELSE 0 END
     FROM (SELECT ($5::timestamptz AT TIME ZONE 'UTC')::date AS begun) AS round
     WHERE tenant_id = $1 AND user_id = $2 AND currency = $3`,
    [tenantId, round.user_id, round.currency, round.staked, round.started_at],
  );
}
