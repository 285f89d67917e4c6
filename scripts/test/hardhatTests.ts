import hre from "hardhat";
import { z } from "zod";

/** Tests in Solidity, or tests in TypeScript. */
export type Runner = "solidity" | "mocha";

const Summary = z.object({ passed: z.int(), failed: z.int(), failureOutput: z.string().optional() });
const Result = z.union([
  z.object({ success: z.literal(true), value: z.object({ summary: Summary }) }),
  z.object({ success: z.literal(false), error: z.object({ summary: Summary }) }),
]);

/** What only one of the runners takes. */
const OWN_OPTIONS = {
  // Only a run that is one of several, as it then seems to Hardhat, counts its tests in Solidity.
  solidity: { testSummaryIndex: 1 },
  mocha: {},
};

/** How a run ended; it can have ended badly without naming a test that failed. */
export type Ending = { readonly passed: number; readonly failed: number; readonly isGood: boolean };

/** Runs the contracts' tests through Hardhat's own tasks: its printed summary is for people. */
export async function runHardhatTests(
  runner: Runner,
  options: { readonly testFiles?: string[]; readonly grep?: string; readonly noCompile?: boolean } = {},
): Promise<Ending> {
  const task = hre.tasks.getTask(["test", runner]);
  const result = Result.parse(await task.run({ ...options, ...OWN_OPTIONS[runner] }));
  const { passed, failed, failureOutput } = (result.success ? result.value : result.error).summary;
  if (failureOutput) console.log(failureOutput);
  return { passed, failed, isGood: result.success };
}
