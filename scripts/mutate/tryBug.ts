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

function judge(test: NamedTest, { counts, said }: Run): Outcome {
  const named = `${test.file} "${test.name}"`;
  if (counts === undefined) return { isCaught: false, says: `${named} did not run:\n${said}` };
  if (counts.passed + counts.failed === 0) return { isCaught: false, says: `there is no test ${named}` };
  if (counts.failed === 0) return { isCaught: false, says: `NOT caught by ${named}` };
  return { isCaught: true, says: `caught by ${named}` };
}
