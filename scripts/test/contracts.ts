import { writeFile } from "node:fs/promises";
import { type Runner, runHardhatTests } from "#scripts/test/hardhatTests.ts";
import { addTallies, type Tally } from "#scripts/test/tally.ts";

/**
 * Runs the contracts' tests, those in Solidity and those in TypeScript, and writes their counts to the file named on the
 * command line.
 */
const [reportFile] = process.argv.slice(2);
if (reportFile === undefined) throw new Error("Name the file to write the counts to.");

const tallies: Tally[] = [];
for (const runner of ["solidity", "mocha"] as const) {
  tallies.push(await runTests(runner));
  await writeFile(reportFile, JSON.stringify(addTallies(tallies))); // After each: the next one may crash.
}
process.exit(addTallies(tallies).failed === 0 ? 0 : 1); // Hardhat's simulated chains stay open.

async function runTests(runner: Runner): Promise<Tally> {
  const { passed, failed, isGood } = await runHardhatTests(runner);
  // A run that ended badly without naming a test has failed all the same.
  return { passed, failed: isGood ? failed : Math.max(1, failed) };
}
