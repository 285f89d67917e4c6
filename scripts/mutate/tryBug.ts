import { join } from "node:path";
import { type Run, runNamedTests } from "#scripts/mutate/namedTests.ts";
import type { NamedTest, PlantedBug } from "#scripts/mutate/plantedBug.ts";
import type { Workspace } from "#scripts/mutate/workspace.ts";

/** What became of a planted bug; only a caught one is well. */
export type Outcome = { readonly isCaught: boolean; readonly says: string };

/** Plants a bug in a copy of a workspace and runs the test that must fail on it. @throws PatchDoesNotApply */
export async function tryBug(clean: Workspace, bug: PlantedBug): Promise<Outcome> {
  const workspace = await clean.copy();
  try {
    await workspace.replace(join("contracts", bug.file), bug);
    return judge(bug.caughtBy, await runNamedTests(workspace, [bug.caughtBy]));
  } finally {
    await workspace.remove();
  }
}

function judge(test: NamedTest, { ending, said }: Run): Outcome {
  const named = `${test.file} "${test.name}"`;
  if (ending === undefined) return { isCaught: false, says: `${named} did not run:\n${said}` };
  if (ending.failed > 0) return { isCaught: true, says: `caught by ${named}: ${reasonIn(said)}` };
  if (!ending.isGood) return { isCaught: false, says: `${named} could not be judged:\n${said}` };
  if (ending.passed === 0) return { isCaught: false, says: `there is no test ${named}` };
  return { isCaught: false, says: `NOT caught by ${named}` };
}

/** The first failure that was printed: what the test saw of the bug. */
function reasonIn(said: string): string {
  return /Error: .+/.exec(said)?.[0] ?? "it does not say why";
}
