import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { migrate } from "#backend/db/migrate.ts";
import { runStatement } from "#backend/db/runStatement.ts";
import { sqlState } from "#backend/db/transaction.ts";
import { RebuildRefused } from "#scripts/rebuild/errors.ts";

/** A database to rebuild into, migrated and empty. */
export interface Target {
  readonly url: string;
  /** Deletes it where it was made for this, and leaves it where it was given. */
  drop(): Promise<void>;
}

const NOT_ALLOWED = "42501";

/** The database that was given. @throws RebuildRefused unless it is empty */
export async function openGivenTarget(url: string): Promise<Target> {
  await requireEmpty(url);
  await migrate(url);
  return { url, drop: async () => {} };
}

/** A database of its own beside another one. @throws RebuildRefused where none may be made */
export async function makeTarget(besideUrl: string): Promise<Target> {
  const name = `fairhouse_rebuild_${randomBytes(6).toString("hex")}`;
  const url = new URL(besideUrl);
  url.pathname = `/${name}`;
  await createDatabase(besideUrl, name);
  const drop = () => runStatement(besideUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  try {
    await migrate(url.href);
    return { url: url.href, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function createDatabase(url: string, name: string): Promise<void> {
  try {
    await runStatement(url, `CREATE DATABASE ${name}`);
  } catch (error) {
    if (sqlState(error) !== NOT_ALLOWED) throw error;
    throw new RebuildRefused(
      "The database's user may not make another database: name an empty one in --database.",
    );
  }
}

async function requireEmpty(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(
      "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')",
    );
    if (rows[0]?.count === "0") return;
    throw new RebuildRefused("The database is not empty, and nothing was changed: name an empty one.");
  } finally {
    await client.end();
  }
}
