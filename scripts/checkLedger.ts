import { type CheckResult, checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { runDatabaseCommand } from "#scripts/runtime/runCommand.ts";
import { withHouseDatabase } from "#scripts/start/houseDatabase.ts";

await runDatabaseCommand(main);

/** Proves the books of a database; exit code 0 when nothing contradicts. */
async function main(): Promise<number> {
  const results = await withHouseDatabase({ role: "owner", maxConnections: 1 }, checkLedger);
  process.stdout.write(report(results));
  return results.every(({ findings }) => findings.length === 0) ? 0 : 1;
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
