import { readFile } from "node:fs/promises";
import { databaseSettings, readConfig } from "#backend/config.ts";
import { createPool } from "#backend/db/pool.ts";
import { type CheckResult, checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { FairhouseError } from "#domain/errors.ts";
import { givenSettings } from "#scripts/runtime/environment.ts";
import { houseFolders, ROOT } from "#scripts/start/folders.ts";
import { readRunState } from "#scripts/start/runFile.ts";

/** There is no database to check. */
class NoDatabase extends FairhouseError {
  readonly code = "NO_DATABASE";

  constructor() {
    super("No house is running here: start one with `npm start`, or name a database in DATABASE_URL.");
  }
}

process.exitCode = await main();

/** Proves the books of a database; exit code 0 when nothing contradicts. */
async function main(): Promise<number> {
  try {
    const results = await checkDatabase(await databaseUrl());
    process.stdout.write(report(results));
    return results.every(({ findings }) => findings.length === 0) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message || error.name : String(error)}\n`);
    return 1;
  }
}

async function checkDatabase(url: string): Promise<CheckResult[]> {
  const pool = createPool({ url, role: "owner", maxConnections: 1, onIdleError: () => undefined });
  try {
    return await checkLedger(pool);
  } finally {
    await pool.end();
  }
}

/** The database that the environment names, or else that of the house that runs from this folder. */
async function databaseUrl(): Promise<string> {
  const given = givenSettings(["DATABASE_URL"]);
  if (given.DATABASE_URL !== undefined) return readConfig(databaseSettings).DATABASE_URL;
  const folders = houseFolders(`${ROOT}.fairhouse`);
  const run = await readRunState(folders.runFile);
  const password = await readFile(`${folders.postgres}.password`, "utf8").catch(() => undefined);
  const port = run?.ports.postgres;
  if (port === undefined || password === undefined) throw new NoDatabase();
  return `postgresql://fairhouse:${password.trim()}@127.0.0.1:${port}/fairhouse`;
}

function report(results: readonly CheckResult[]): string {
  const lines = results.flatMap(({ name, findings }) => [
    `${findings.length === 0 ? "ok   " : "WRONG"}  ${name}`,
    ...findings.map(
      ({ tenant_id: tenant, subject, detail }) => `         tenant ${tenant}, ${subject}: ${detail}`,
    ),
  ]);
  const count = results.reduce((total, { findings }) => total + findings.length, 0);
  return `${lines.join("\n")}\nledger check: ${count} ${count === 1 ? "finding" : "findings"}\n`;
}
