import type pg from "pg";
import { sqlState } from "#backend/db/transaction.ts";

const LOCK_NOT_AVAILABLE = "55P03";

/** Makes the partitions of `bets` up to so many months ahead. @returns how many were made; null when bets were in the way */
export async function prepareBetPartitions(pool: pg.Pool, monthsAhead: number): Promise<number | null> {
  try {
    const { rows } = await pool.query<{ made: number }>("SELECT prepare_bets_partitions($1) AS made", [
      monthsAhead,
    ]);
    return rows[0]?.made ?? 0;
  } catch (error) {
    if (sqlState(error) === LOCK_NOT_AVAILABLE) return null;
    throw error;
  }
}

/** Bets in months that nobody had prepared, by tenant. */
export async function findUnforeseenBets(
  pool: pg.Pool,
): Promise<{ readonly tenantId: number; readonly bets: bigint }[]> {
  const { rows } = await pool.query<{ tenant_id: number; bets: bigint }>(
    "SELECT tenant_id, bets FROM unforeseen_bets()",
  );
  return rows.map(({ tenant_id: tenantId, bets }) => ({ tenantId, bets }));
}
