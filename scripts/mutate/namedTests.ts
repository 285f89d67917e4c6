import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { NamedTest } from "#scripts/mutate/plantedBug.ts";
import type { Workspace } from "#scripts/mutate/workspace.ts";

const Ending = z.object({ passed: z.int(), failed: z.int(), isGood: z.boolean() });
const REPORT = "report.json";

/** How a run went; `ending` is missing where nothing ran, and `said` says why. */
export type Run = { readonly ending: z.output<typeof Ending> | undefined; readonly said: string };

/** Runs tests of a workspace, which are all in Solidity or all in TypeScript. */
export async function runNamedTests(workspace: Workspace, tests: readonly NamedTest[]): Promise<Run> {
  const report = join(workspace.folder, REPORT);
  const files = new Set(tests.map(({ file }) => file));
  const pattern = [...new Set(tests.map(({ name }) => escaped(name)))].join("|");
  await rm(report, { force: true }); // A copied workspace holds that of the one it was copied from.
  const said = await workspace.run(["scripts/mutate/runTests.ts", report, pattern, ...files]);
  const text = await readFile(report, "utf8").catch(() => undefined);
  return { ending: text === undefined ? undefined : Ending.parse(JSON.parse(text)), said };
}

export function isInSolidity({ file }: NamedTest): boolean {
  return file.endsWith(".t.sol");
}

function escaped(name: string): string {
  return name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
