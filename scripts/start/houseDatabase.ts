import { readFile } from "node:fs/promises";
import type pg from "pg";
import { databaseSettings, readConfig } from "#backend/config.ts";
import { createPool, type PoolOptions } from "#backend/db/pool.ts";
import { FairhouseError } from "#domain/errors.ts";
import { givenSettings } from "#scripts/runtime/environment.ts";
import { type HouseFolders, houseFolders, ROOT } from "#scripts/start/folders.ts";
import { readRunState } from "#scripts/start/runFile.ts";

/** No database was named, and no house runs from this folder. */
export class NoDatabase extends FairhouseError {
  readonly code = "NO_DATABASE";

  constructor() {
    super("No house is running here: start one with `npm start`, or name a database in DATABASE_URL.");
  }
}

/** The database that DATABASE_URL names, or else that of the house that runs from this folder. @throws NoDatabase */
export async function findDatabaseUrl(): Promise<string> {
  if (givenSettings(["DATABASE_URL"]).DATABASE_URL !== undefined) {
    return readConfig(databaseSettings).DATABASE_URL;
  }
  return embeddedDatabaseUrl(houseFolders(`${ROOT}.fairhouse`));
}

/** Works on that database, and lets go of it afterwards. @throws NoDatabase */
export async function withHouseDatabase<Result>(
  options: Pick<PoolOptions, "role" | "maxConnections">,
  work: (pool: pg.Pool) => Promise<Result>,
): Promise<Result> {
  const pool = createPool({ url: await findDatabaseUrl(), ...options });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** The embedded database of the house that runs on these folders. @throws NoDatabase */
export async function embeddedDatabaseUrl(folders: HouseFolders): Promise<string> {
  const run = await readRunState(folders.runFile);
  const password = await readFile(`${folders.postgres}.password`, "utf8").catch(() => undefined);
  const port = run?.ports.postgres;
  if (port === undefined || password === undefined) throw new NoDatabase();
  return `postgresql://fairhouse:${password.trim()}@127.0.0.1:${port}/fairhouse`;
}
