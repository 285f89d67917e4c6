/**
 * Recomputes a statement of commissions to the unit, with the code that the bets were settled by: each bet's part from
 * its stake, edge and rates, each line from its bets, each total from the lines.
 *
 *   npm run --silent verify-statement -- --file statement.json
 *   npm run --silent verify-statement -- --agent ID [--tenant main] [--from TIME] [--to TIME] …
 *
 * The first reads a file that `GET /agents/statement/json` answered, and needs nothing else. The second reads the books of the
 * house that runs here, or that DATABASE_URL names. Exit code 0 when every figure follows from the others, 1 with the
 * first that does not.
 */
import { readFile } from "node:fs/promises";
import { ZodError } from "zod";
import type { Difference } from "#domain/agents/statement.ts";
import type { StatementFile } from "#domain/api/commissions.ts";
import { differenceInFile, parseStatementFile } from "#domain/api/statementFile.ts";
import { FairhouseError } from "#domain/errors.ts";
import { runDatabaseCommand } from "#scripts/runtime/runCommand.ts";
import { exportStatement } from "#scripts/verifyStatement/exportStatement.ts";
import { readOptions, type StatementOptions } from "#scripts/verifyStatement/options.ts";

/** The file is no statement. */
class StatementUnreadable extends FairhouseError {
  readonly code = "STATEMENT_UNREADABLE";
}

await runDatabaseCommand(main);

async function main(args: string[]): Promise<number> {
  const file = await load(readOptions(args));
  const difference = differenceInFile(file);
  process.stdout.write(report(file, difference));
  return difference === null ? 0 : 1;
}

/** @throws StatementUnreadable, NoDatabase */
async function load(options: StatementOptions): Promise<StatementFile> {
  if (!("file" in options)) return exportStatement(options);
  try {
    return parseStatementFile(await readFile(options.file, "utf8"));
  } catch (error) {
    if (!(error instanceof ZodError || error instanceof SyntaxError)) throw error;
    throw new StatementUnreadable(`${options.file} is not a statement as it is exported.`, { cause: error });
  }
}

function report({ statement, lines, totals }: StatementFile, difference: Difference | null): string {
  const bets = lines.reduce((sum, line) => sum + line.bets.length, 0);
  const head = [
    `Agent ${statement.agentId}, ${statement.from} to ${statement.to}`,
    `${lines.length} lines of ${bets} bets`,
    ...totals.map(({ currency, net }) => `${net} minor units of ${currency}`),
  ];
  return `${[...head, verdict(difference)].join("\n")}\n`;
}

function verdict(difference: Difference | null): string {
  if (difference === null) return "Every figure follows from the bets and their rates.";
  const { lineId, what, stated, recomputed } = difference;
  const where = lineId === null ? "Totals" : `Line ${lineId}`;
  return `${where}: ${what} is stated as ${stated} and comes to ${recomputed}.`;
}
