import type pg from "pg";
import { uuidColumn } from "#backend/db/columns.ts";
import { BET_COLUMNS, type CrashBetRow } from "./bets.store.ts";
import type { RoundRow } from "./roundRow.ts";

/** A round with the sums of its bets. */
export type RoundTotals = Pick<RoundRow, "id" | "currency" | "phase" | "bet_count" | "staked" | "paid"> & {
  /** Bets that got out, of a round that is over; else 0. */
  readonly winners: number;
};

/** The newest round of each of a house's tables. */
export async function listNewestRounds(client: pg.ClientBase, tenantId: number): Promise<RoundTotals[]> {
  const { rows } = await client.query<RoundTotals>(
    `SELECT round.*, CASE WHEN round.paid IS NULL THEN 0 ELSE (
         SELECT count(*)::integer FROM crash_bets
         WHERE tenant_id = $1 AND round_id = round.id AND exit IS NOT NULL) END AS winners
     FROM crash_tables AS crash_table
     CROSS JOIN LATERAL (
       SELECT id, currency, phase, bet_count, staked, paid FROM crash_rounds
       WHERE tenant_id = $1 AND currency = crash_table.currency ORDER BY number DESC LIMIT 1) AS round
     WHERE crash_table.tenant_id = $1 ORDER BY round.currency`,
    [tenantId],
  );
  return rows;
}

/** A round's largest bets, by stake and then by id. */
export async function listLargestBets(
  client: pg.Pool | pg.ClientBase,
  {
    tenantId,
    roundId,
    limit,
  }: { readonly tenantId: number; readonly roundId: bigint; readonly limit: number },
): Promise<CrashBetRow[]> {
  const { rows } = await client.query<CrashBetRow>({
    name: "crash_largest_bets",
    text: `SELECT ${BET_COLUMNS} FROM crash_bets AS bet
           WHERE tenant_id = $1 AND round_id = $2 ORDER BY stake DESC, id LIMIT $3`,
    values: [tenantId, roundId, limit],
  });
  return rows;
}

/** Those of the bets that nobody has cashed out by hand. */
export async function findStillIn(
  pool: pg.Pool,
  tenantId: number,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>({
    name: "crash_still_in",
    text: "SELECT id FROM crash_bets WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND cashed_out IS NULL",
    values: [tenantId, uuidColumn(ids)],
  });
  return new Set(rows.map(({ id }) => id));
}
