import type pg from "pg";

/** Batches that are not final, by status. */
export async function countBatches(pool: pg.Pool): Promise<{ status: string; count: bigint }[]> {
  const { rows } = await pool.query<{ status: string; count: bigint }>(
    "SELECT status, count(*) AS count FROM payout_batches WHERE status NOT IN ('final', 'expired') GROUP BY status",
  );
  return rows;
}

/** In seconds; 0 when nothing waits. */
export async function ageOfOldestUnpaid(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ age: number }>(
    `SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::double precision AS age
     FROM withdrawals WHERE status IN ('requested', 'batched')`,
  );
  return rows[0]?.age ?? 0;
}
