/** How many tests of a stage held and how many did not. */
export type Tally = { passed: number; failed: number };

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    {
      passed: 0,
      failed: 0,
    },
  );
}

/** A stage that ended badly without naming a failed test has failed all the same. */
export function withExitCode<Counted extends Tally>(tally: Counted, exitCode: number): Counted {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}
