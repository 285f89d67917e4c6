import type pg from "pg";

/** What of a table is taken away while it is filled: how to do so, and how to bring it back. */
interface Removable {
  readonly drop: string;
  readonly restore: string;
}

/**
 * Fills a table that has no indexes meanwhile: to make one of a full table is several times as fast as to add to it row by
 * row. All in the caller's transaction.
 *
 * @param table qualified, and safe to be put into a statement
 */
export async function withoutIndexes(
  client: pg.ClientBase,
  table: string,
  fill: () => Promise<void>,
): Promise<void> {
  const { rows } = await client.query<Removable>(REMOVABLES, [table]);
  for (const { drop } of rows) await client.query(drop);
  await fill();
  for (const { restore } of rows) await client.query(restore);
}

/** Fills a partition that is no part of its table meanwhile. */
export async function detached(
  client: pg.ClientBase,
  { parent, partition }: { readonly parent: string; readonly partition: string },
  fill: () => Promise<void>,
): Promise<void> {
  const { rows } = await client.query<{ bound: string }>(
    "SELECT pg_get_expr(relpartbound, oid) AS bound FROM pg_class WHERE oid = $1::regclass",
    [partition],
  );
  await client.query(`ALTER TABLE ${parent} DETACH PARTITION ${partition}`);
  await fill();
  await client.query(`ALTER TABLE ${parent} ATTACH PARTITION ${partition} ${rows[0]!.bound}`);
}

const REMOVABLES = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', $1::regclass, conname) AS drop,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', $1::regclass, conname, pg_get_constraintdef(oid)) AS restore
  FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('p', 'u')
  UNION ALL
  SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  FROM pg_index WHERE indrelid = $1::regclass
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`;
