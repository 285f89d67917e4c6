import { join, relative } from "node:path";
import { z } from "zod";
import { ROOT } from "#scripts/start/folders.ts";
import { reportedTally } from "#scripts/test/reportedTally.ts";
import type { Tally } from "#scripts/test/tally.ts";

export type VitestProject = "unit" | "integration" | "e2e" | "long";

/** The tests of one file, which is named as seen from the project's folder. */
export type FileTally = Tally & { file: string };
export type VitestTally = Tally & {
  /** Those in which something failed, or which could not even be loaded. */
  failedFiles: readonly FileTally[];
};

const UNREADABLE: VitestTally = { passed: 0, failed: 1, failedFiles: [] };

const FileReport = z
  .object({
    name: z.string(),
    status: z.string(),
    assertionResults: z.array(z.object({ status: z.string() })),
  })
  .transform(({ name, status, assertionResults }) => {
    const count = (outcome: string) => assertionResults.filter((test) => test.status === outcome).length;
    const file = relative(ROOT, name);
    return { file, hasFailed: status === "failed", passed: count("passed"), failed: count("failed") };
  });

/**
 * Vitest's own report. A file that could not even be loaded has no tests but is one failure; so is a run that went wrong
 * outside all files.
 */
export const VitestReport: z.ZodType<VitestTally> = z
  .object({ numPassedTests: z.int(), success: z.boolean(), testResults: z.array(FileReport) })
  .transform(({ numPassedTests, success, testResults }) => {
    const failedFiles = testResults
      .filter(({ hasFailed }) => hasFailed)
      .map(({ file, passed, failed }) => ({ file, passed, failed: Math.max(1, failed) }));
    const failed = failedFiles.reduce((sum, file) => sum + file.failed, 0);
    return { passed: numPassedTests, failed: success ? failed : Math.max(1, failed), failedFiles };
  });

/** Runs a project's tests: all of its files, or these alone and one after the other. */
export function runVitest(
  project: VitestProject,
  env: Readonly<Record<string, string>>,
  files: readonly string[] = [],
): Promise<VitestTally> {
  const args = (reportFile: string) => [
    join(ROOT, "node_modules", "vitest", "vitest.mjs"),
    ...["run", "--project", project, ...files, ...(files.length > 0 ? ["--no-file-parallelism"] : [])],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`],
  ];
  return reportedTally({ args, env, report: VitestReport, unreadable: UNREADABLE });
}
