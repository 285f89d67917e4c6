import { FairhouseError } from "#domain/errors.ts";
import { checkpointBugs } from "#scripts/mutate/bugs/checkpoints.ts";
import { entryBugs } from "#scripts/mutate/bugs/entries.ts";
import { exitBugs } from "#scripts/mutate/bugs/exit.ts";
import { payoutBugs } from "#scripts/mutate/bugs/payouts.ts";
import { isInSolidity, runNamedTests } from "#scripts/mutate/namedTests.ts";
import type { NamedTest, PlantedBug } from "#scripts/mutate/plantedBug.ts";
import { type Outcome, tryBug } from "#scripts/mutate/tryBug.ts";
import { Workspace } from "#scripts/mutate/workspace.ts";

/**
 * Plants one bug after the other in a copy of the contracts, and expects the named test to fail on it:
 * `node scripts/mutate/main.ts [part of a bug's name]`. Closes with one line of counts.
 */
const MS_PER_SECOND = 1_000;
/** Bugs that are tried at once. Each takes about one core, first for the compiler and then for the test. */
const MAX_AT_ONCE = 2;

const [part = ""] = process.argv.slice(2);
const bugs = [...payoutBugs, ...entryBugs, ...checkpointBugs, ...exitBugs].filter(({ name }) =>
  name.includes(part),
);
const clean = await Workspace.create();
let passed = 0;
try {
  const tests = bugs.map(({ caughtBy }) => caughtBy);
  await requireGreen(tests.filter(isInSolidity));
  await requireGreen(tests.filter((test) => !isInSolidity(test)));
  const waiting = bugs.values(); // The workers share it: each bug goes to the first that is free.
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, () => tryEach(waiting)));
} finally {
  await clean.remove();
}
console.log(`\n${passed} passed, ${bugs.length - passed} failed`);
process.exitCode = passed === bugs.length && passed > 0 ? 0 : 1;

/** A test that fails anyway would show nothing. Running it also compiles, once for all bugs. */
async function requireGreen(tests: readonly NamedTest[]): Promise<void> {
  if (tests.length === 0) return;
  const { ending, said } = await runNamedTests(clean, tests);
  if (ending?.isGood) return;
  console.log(said);
  throw new Error("The named tests must pass before a bug is planted.");
}

async function tryEach(waiting: Iterable<PlantedBug>): Promise<void> {
  for (const bug of waiting) if (await isCaught(bug)) passed += 1;
}

async function isCaught(bug: PlantedBug): Promise<boolean> {
  const startedAt = performance.now();
  const { isCaught, says } = await tryBug(clean, bug).catch(asOutcome);
  const seconds = ((performance.now() - startedAt) / MS_PER_SECOND).toFixed(0);
  console.log(`${isCaught ? "✔" : "✘"} ${bug.name}: ${says} (${seconds} s)`);
  return isCaught;
}

function asOutcome(error: unknown): Outcome {
  if (!(error instanceof FairhouseError)) throw error;
  return { isCaught: false, says: error.message };
}
