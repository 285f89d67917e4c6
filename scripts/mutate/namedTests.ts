import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { NamedTest } from "#scripts/mutate/plantedBug.ts";
import type { Workspace } from "#scripts/mutate/workspace.ts";

const Counts = z.object({ passed: z.int(), failed: z.int() });
const REPORT = "report.json";

/** How a run went; `counts` are missing where nothing ran, and `said` says why. */
export type Run = { readonly counts: z.output<typeof Counts> | undefined; readonly said: string };

/** Runs tests of a workspace, which are all in Solidity or all in TypeScript. */
export async function runNamedTests(workspace: Workspace, tests: readonly NamedTest[]): Promise<Run> {
  const report = join(workspace.folder, REPORT);
  const files = new Set(tests.map(({ file }) => file));
  const pattern = [...new Set(tests.map(({ name }) => escaped(name)))].join("|");
  const said = await workspace.run(["scripts/mutate/runTests.ts", report, pattern, ...files]);
  const text = await readFile(report, "utf8").catch(() => undefined);
  return { counts: text === undefined ? undefined : Counts.parse(JSON.parse(text)), said };
}

export function isInSolidity({ file }: NamedTest): boolean {
  return file.endsWith(".t.sol");
}

function escaped(name: string): string {
  return name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
