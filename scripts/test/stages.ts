import { join } from "node:path";
import { z } from "zod";
import { runLint } from "#scripts/lint/runLint.ts";
import { ROOT } from "#scripts/start/folders.ts";
import type { TestOptions } from "#scripts/test/options.ts";
import { printedTally } from "#scripts/test/printedTally.ts";
import { reportedTally } from "#scripts/test/reportedTally.ts";
import type { Tally } from "#scripts/test/tally.ts";

type VitestProject = "unit" | "integration" | "e2e" | "long";
export type StageName = VitestProject | "lint" | "contracts" | "coverage" | "mutations" | "simulation";
export type Stage = {
  name: StageName;
  title: string;
  /** Left out of `npm test`, because it takes longer than anyone waits before a commit. */
  isLongOnly?: true;
  run: (options: TestOptions) => Promise<Tally>;
};

/** Vitest's own report; a file that could not even be loaded has no tests but is a failed suite. */
const VitestReport = z
  .object({ numPassedTests: z.int(), numFailedTests: z.int(), success: z.boolean() })
  .transform(({ numPassedTests, numFailedTests, success }) => ({
    passed: numPassedTests,
    failed: success ? numFailedTests : Math.max(1, numFailedTests),
  }));
const Counts = z.object({ passed: z.int(), failed: z.int() });

/** In the order in which they run: what fails fastest comes first. */
export const STAGES: readonly Stage[] = [
  { name: "lint", title: "Lint", run: () => runLint(console.log) },
  { name: "unit", title: "Unit tests", run: (options) => vitest("unit", options) },
  { name: "contracts", title: "Contract tests", run: contracts },
  { name: "integration", title: "Integration tests", run: (options) => vitest("integration", options) },
  { name: "e2e", title: "End-to-end tests", run: (options) => vitest("e2e", options) },
  {
    name: "coverage",
    title: "Coverage of the contracts",
    isLongOnly: true,
    run: () => printedTally(["scripts/test/contractCoverage.ts"]),
  },
  {
    name: "mutations",
    title: "Bugs planted in the contracts",
    isLongOnly: true,
    run: () => printedTally(["scripts/mutate/main.ts"]),
  },
  {
    name: "simulation",
    title: "Simulation of the indexer",
    isLongOnly: true,
    run: () => printedTally(["test/simulation/main.ts", "indexer", "--seeds", "200"]),
  },
  {
    name: "long",
    title: "Rehearsals",
    isLongOnly: true,
    run: (options) => vitest("long", options),
  },
];

function contracts({ isLong }: TestOptions): Promise<Tally> {
  const args = (reportFile: string) => ["scripts/test/contracts.ts", reportFile];
  return reportedTally({ args, env: length(isLong), report: Counts });
}

function vitest(project: VitestProject, { isLong }: TestOptions): Promise<Tally> {
  const args = (reportFile: string) => [
    join(ROOT, "node_modules", "vitest", "vitest.mjs"),
    ...["run", "--project", project],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`],
  ];
  return reportedTally({ args, env: length(isLong), report: VitestReport });
}

/** `FUZZ=long` makes properties and simulations run through more cases. */
function length(isLong: boolean): Record<string, string> {
  return isLong ? { FUZZ: "long" } : {};
}
