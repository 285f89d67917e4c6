import type pg from "pg";

/** Batches that are not final, by status. */
export async function countBatches(pool: pg.Pool): Promise<{ status: string; count: bigint }[]> {
  const { rows } = await pool.query<{ status: string; count: bigint }>(
    "SELECT status, count(*) AS count FROM payout_batches WHERE status NOT IN ('final', 'expired') GROUP BY status",
  );
  return rows;
}

/** Batches that are not executed and do not get on, by what was wrong last. */
export async function countFailing(pool: pg.Pool): Promise<{ cause: string; count: bigint }[]> {
  const { rows } = await pool.query<{ cause: string; count: bigint }>(
    `SELECT failure AS cause, count(*) AS count FROM payout_batches
     WHERE status IN ('built', 'signed', 'sent') AND failure IS NOT NULL GROUP BY failure`,
  );
  return rows;
}

/** In seconds; 0 when no batch waits to be executed. */
export async function ageOfOldestBatch(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ age: number }>(
    `SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::double precision AS age
     FROM payout_batches WHERE status IN ('built', 'signed', 'sent')`,
  );
  return rows[0]?.age ?? 0;
}

/** In seconds; 0 when nothing waits. */
export async function ageOfOldestUnpaid(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ age: number }>(
    `SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::double precision AS age
     FROM withdrawals WHERE status IN ('requested', 'batched')`,
  );
  return rows[0]?.age ?? 0;
}
