import { writeFile } from "node:fs/promises";
import { runHardhatTests } from "#scripts/test/hardhatTests.ts";

/**
 * Runs tests of the contracts by a pattern of their names, all in Solidity or all in TypeScript, and writes the counts to
 * the file named on the command line. It writes nothing when compiling fails.
 */
const [reportFile, grep, ...testFiles] = process.argv.slice(2);
if (reportFile === undefined || grep === undefined || testFiles.length === 0) {
  throw new Error("Name the report, the pattern and the files of tests.");
}

const isSolidity = testFiles.every((file) => file.endsWith(".t.sol"));
// A test in Solidity is compiled with all that it deploys, and needs nothing else.
const ending = await runHardhatTests(isSolidity ? "solidity" : "mocha", {
  testFiles,
  grep,
  noCompile: isSolidity,
});
await writeFile(reportFile, JSON.stringify(ending));
process.exit(0); // Hardhat's simulated chains stay open.
