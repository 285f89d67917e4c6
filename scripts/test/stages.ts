import { z } from "zod";
import { runLint } from "#scripts/lint/runLint.ts";
import type { TestOptions } from "#scripts/test/options.ts";
import { printedTally } from "#scripts/test/printedTally.ts";
import { reportedTally } from "#scripts/test/reportedTally.ts";
import { withSecondTry } from "#scripts/test/secondTry.ts";
import type { Tally } from "#scripts/test/tally.ts";
import { runVitest, type VitestProject } from "#scripts/test/vitestRun.ts";

export type StageName = VitestProject | "lint" | "contracts" | "coverage" | "mutations" | "simulation";
export type Stage = {
  name: StageName;
  title: string;
  /** Left out of `npm test`, because it takes longer than anyone waits before a commit. */
  isLongOnly?: true;
  run: (options: TestOptions) => Promise<Tally>;
};

const Counts = z.object({ passed: z.int(), failed: z.int() });

/** In the order in which they run: what fails fastest comes first. */
export const STAGES: readonly Stage[] = [
  { name: "lint", title: "Lint", run: () => runLint(console.log) },
  { name: "unit", title: "Unit tests", run: rules },
  { name: "contracts", title: "Contract tests", run: contracts },
  {
    name: "integration",
    title: "Integration tests",
    run: (options) => withRealParts("integration", options),
  },
  { name: "e2e", title: "End-to-end tests", run: (options) => withRealParts("e2e", options) },
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
    run: (options) => withRealParts("long", options),
  },
];

function contracts({ isLong }: TestOptions): Promise<Tally> {
  const args = (reportFile: string) => ["scripts/test/contracts.ts", reportFile];
  const unreadable = { passed: 0, failed: 1 };
  return reportedTally({ args, env: length(isLong), report: Counts, unreadable });
}

/** Pure rules: what fails here does not fail by chance. */
function rules({ isLong }: TestOptions): Promise<Tally> {
  return runVitest("unit", length(isLong));
}

async function withRealParts(project: VitestProject, { isLong }: TestOptions): Promise<Tally> {
  const run = (files?: readonly string[]) => runVitest(project, length(isLong), files);
  return withSecondTry(await run(), run, console.log);
}

/** `FUZZ=long` makes properties and simulations run through more cases. */
function length(isLong: boolean): Record<string, string> {
  return isLong ? { FUZZ: "long" } : {};
}
