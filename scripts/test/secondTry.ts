import { addTallies, type Tally } from "#scripts/test/tally.ts";
import type { VitestTally } from "#scripts/test/vitestRun.ts";

/** More files than these do not fail by chance. */
const MAX_UNSTEADY_FILES = 3;

/**
 * Runs what failed once more, alone, and counts that instead. Tests with real processes, a chain and a browser on a busy
 * machine fail now and then for the machine's sake; what passes only at its second try is named, so that it is mended
 * and not forgotten. What fails twice has failed.
 *
 * @param runAgain runs these files, one after the other
 */
export async function withSecondTry(
  first: VitestTally,
  runAgain: (files: readonly string[]) => Promise<VitestTally>,
  print: (line: string) => void,
): Promise<Tally> {
  const { failedFiles } = first;
  const inFiles = addTallies(failedFiles);
  const isAllInFiles = inFiles.failed === first.failed;
  if (failedFiles.length === 0 || failedFiles.length > MAX_UNSTEADY_FILES || !isAllInFiles) return first;
  const files = failedFiles.map(({ file }) => file);
  print(`\n── Failed, and run once more, alone: ${files.join(", ")} ──`);
  const second = await runAgain(files);
  if (second.failed === 0) print(`── UNSTEADY, passed only at the second try: ${files.join(", ")} ──`);
  return { passed: first.passed - inFiles.passed + second.passed, failed: second.failed };
}
