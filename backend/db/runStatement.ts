import pg from "pg";

/** Runs one statement over a connection of its own: for work on databases as a whole, which no pool is open to. */
export async function runStatement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
