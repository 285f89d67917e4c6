import type pg from "pg";

/** Tables whose rows one indexer makes. */
export type Tables = readonly string[];

/**
 * When the last transaction that touched any row of these tables was committed, in ms since the epoch. Asked of the
 * server afterwards, so that nobody watches while the time runs. Needs `track_commit_timestamp`.
 */
export async function lastCommitAt(pool: pg.Pool, tables: Tables): Promise<number> {
  const newest = tables.map((table) => `(SELECT max(${commitOf}) FROM ${table})`);
  const { rows } = await pool.query<{ at: number }>(`SELECT greatest(${newest.join(", ")}) AS at`);
  return rows[0]?.at ?? Number.NaN;
}

/** When the row of each block was committed, by block number. */
export async function commitsByBlock(
  pool: pg.Pool,
  from: { readonly table: string; readonly column: string; readonly after: number },
): Promise<Map<number, number>> {
  const { rows } = await pool.query<{ block: number; at: number }>(
    `SELECT ${from.column}::integer AS block, max(${commitOf}) AS at FROM ${from.table}
     WHERE ${from.column} > $1 GROUP BY 1`,
    [from.after],
  );
  return new Map(rows.map(({ block, at }) => [block, at]));
}

const commitOf = "(extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)::double precision";
