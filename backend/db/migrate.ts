import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { FairhouseError } from "#domain/errors.ts";
import { ADVISORY_LOCKS } from "./advisoryLocks.ts";
import { createPool } from "./pool.ts";

/** A migration that was applied has been edited since, or the database is ahead of this code. */
export class MigrationMismatch extends FairhouseError {
  readonly code = "MIGRATION_MISMATCH";
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const MIGRATIONS_FOLDER = fileURLToPath(new URL("./migrations/", import.meta.url));

/** The bookkeeping table of `prisma migrate`, so that its `status` and `deploy` agree with this runner. */
const BOOKKEEPING = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/**
 * Brings the database to this code's schema: each SQL file once, in order, in its own transaction.
 * @returns the names applied by this call. @throws MigrationMismatch
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const migrations = await readMigrations();
  const pool = createPool({ url: databaseUrl, role: "owner", maxConnections: 1 });
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCKS.migrations]);
    await client.query(BOOKKEEPING);
    return await applyMissing(client, migrations);
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [ADVISORY_LOCKS.migrations]).catch(() => undefined);
    client.release();
    await pool.end();
  }
}

/** Whether every migration of this code is applied. */
export async function isMigrated(pool: pg.Pool): Promise<boolean> {
  const wanted = await readMigrations();
  const { rows } = await pool.query<{ present: boolean }>(
    "SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS present",
  );
  if (!rows[0]?.present) return false;
  const applied = await pool.query<{ count: bigint }>(
    "SELECT count(*) AS count FROM _prisma_migrations WHERE finished_at IS NOT NULL AND migration_name = ANY($1)",
    [wanted.map(({ name }) => name)],
  );
  return applied.rows[0]?.count === BigInt(wanted.length);
}

async function readMigrations(): Promise<Migration[]> {
  const folders = await readdir(MIGRATIONS_FOLDER, { withFileTypes: true });
  const names = folders.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(`${MIGRATIONS_FOLDER}/${name}/migration.sql`, "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function applyMissing(client: pg.PoolClient, migrations: Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL",
  );
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  refuseMismatch(applied, migrations);
  const missing = migrations.filter(({ name }) => !applied.has(name));
  for (const migration of missing) await apply(client, migration);
  return missing.map(({ name }) => name);
}

function refuseMismatch(applied: Map<string, string>, migrations: Migration[]): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of applied) {
    const expected = known.get(name);
    if (expected === undefined) {
      throw new MigrationMismatch(
        `The database has migration ${name}, which this version does not know: update the code.`,
      );
    }
    if (expected !== checksum) {
      throw new MigrationMismatch(
        `Migration ${name} was edited after it was applied: restore it and add a new one.`,
      );
    }
  }
}

async function apply(client: pg.PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}
