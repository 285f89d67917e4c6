import { createPool } from "#backend/db/pool.ts";
import { type CheckResult, checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { findDatabaseUrl } from "#scripts/start/houseDatabase.ts";

process.exitCode = await main();

/** Proves the books of a database; exit code 0 when nothing contradicts. */
async function main(): Promise<number> {
  try {
    const results = await checkDatabase(await findDatabaseUrl());
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
