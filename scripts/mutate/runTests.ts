import { writeFile } from "node:fs/promises";
import hre from "hardhat";
import { z } from "zod";

/**
 * Runs tests of the contracts by a pattern of their names, all in Solidity or all in TypeScript, and writes the counts to
 * the file named on the command line. It writes nothing when compiling fails.
 */
const Counts = z.object({ passed: z.int(), failed: z.int() });
const Result = z.union([
  z.object({ success: z.literal(true), value: z.object({ summary: Counts }) }),
  z.object({ success: z.literal(false), error: z.object({ summary: Counts }) }),
]);

const [reportFile, grep, ...testFiles] = process.argv.slice(2);
if (reportFile === undefined || grep === undefined || testFiles.length === 0) {
  throw new Error("Name the report, the pattern and the files of tests.");
}

const runner = testFiles.every((file) => file.endsWith(".t.sol")) ? "solidity" : "mocha";
// Only a run that is one of several, as it then seems to Hardhat, counts its tests in Solidity.
const options = { testFiles, grep, ...(runner === "solidity" ? { testSummaryIndex: 1 } : {}) };
const result = Result.parse(await hre.tasks.getTask(["test", runner]).run(options));
const { summary } = result.success ? result.value : result.error;
await writeFile(reportFile, JSON.stringify(summary));
process.exit(0); // Hardhat's simulated chains stay open.
