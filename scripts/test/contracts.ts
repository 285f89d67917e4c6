import { writeFile } from "node:fs/promises";
import hre from "hardhat";
import { z } from "zod";
import { addTallies, type Tally } from "#scripts/test/tally.ts";

/**
 * Runs the contracts' tests, those in Solidity and those in TypeScript, and writes their counts to the file named on the
 * command line. Hardhat counts through its own tasks: its printed summary is for people.
 */
const Summary = z.object({ passed: z.int(), failed: z.int(), failureOutput: z.string().optional() });
const Result = z.union([
  z.object({ success: z.literal(true), value: z.object({ summary: Summary }) }),
  z.object({ success: z.literal(false), error: z.object({ summary: Summary }) }),
]);

const [reportFile] = process.argv.slice(2);
if (reportFile === undefined) throw new Error("Name the file to write the counts to.");

/** Only a run that is one of several, as it then seems to Hardhat, counts its tests in Solidity. */
const OPTIONS = { solidity: { testSummaryIndex: 1 }, mocha: {} };

const tallies: Tally[] = [];
for (const runner of ["solidity", "mocha"] as const) {
  tallies.push(await runTests(runner));
  await writeFile(reportFile, JSON.stringify(addTallies(tallies))); // After each: the next one may crash.
}
process.exit(addTallies(tallies).failed === 0 ? 0 : 1); // Hardhat's simulated chains stay open.

async function runTests(runner: "solidity" | "mocha"): Promise<z.output<typeof Summary>> {
  const result = Result.parse(await hre.tasks.getTask(["test", runner]).run(OPTIONS[runner]));
  const { summary } = result.success ? result.value : result.error;
  if (summary.failureOutput) console.log(summary.failureOutput);
  // A run that ended badly without naming a test has failed all the same.
  return result.success ? summary : { ...summary, failed: Math.max(1, summary.failed) };
}
