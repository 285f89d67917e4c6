import type pg from "pg";

/** Serialisation failure and deadlock: the transaction did nothing and may be run again. */
const RETRYABLE_STATES = new Set(["40001", "40P01"]);
const MAX_ATTEMPTS = 4;

/** SQLSTATE of a Postgres error, or undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/**
 * Runs `work` in one transaction, committing when it returns and rolling back when it throws.
 * Deadlocks and serialisation failures are retried, so `work` must have no effect outside the database.
 */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(pool, work);
    } catch (error) {
      const state = sqlState(error);
      if (attempt === MAX_ATTEMPTS || state === undefined || !RETRYABLE_STATES.has(state)) throw error;
    }
  }
}

/** As `inTransaction`, with the tenant that row-level security lets through named first. */
export async function inTenantTransaction<Result>(
  pool: pg.Pool,
  tenantId: number,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  return inTransaction(pool, async (client) => {
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [String(tenantId)]);
    return work(client);
  });
}

/** As `inTenantTransaction`, to read only, and all of it as of one moment, whatever others commit meanwhile. */
export async function inTenantSnapshot<Result>(
  pool: pg.Pool,
  tenantId: number,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  return inTransaction(pool, async (client) => {
    await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [String(tenantId)]);
    return work(client);
  });
}

async function runOnce<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // A connection that cannot even roll back is thrown away, never handed to the next caller.
    await client.query("ROLLBACK").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
