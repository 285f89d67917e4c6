import { describe, expect, test } from "vitest";
import { withSecondTry } from "#scripts/test/secondTry.ts";
import { type FileTally, VitestReport, type VitestTally } from "#scripts/test/vitestRun.ts";

const unsteady: FileTally = { file: "crash.test.ts", passed: 3, failed: 1 };

function tally(passed: number, failed: number, failedFiles: FileTally[] = []): VitestTally {
  return { passed, failed, failedFiles };
}

/** What comes of a stage, with what was run again and what was said. */
async function stage(first: VitestTally, second: VitestTally) {
  const again: string[] = [];
  const lines: string[] = [];
  const runAgain = async (files: readonly string[]) => {
    again.push(...files);
    return second;
  };
  const result = await withSecondTry(first, runAgain, (line) => lines.push(line));
  return { passed: result.passed, failed: result.failed, again, said: lines.join("\n") };
}

describe("withSecondTry", () => {
  test("default: nothing runs twice when everything held", async () => {
    expect(await stage(tally(10, 0), tally(0, 0))).toEqual({ passed: 10, failed: 0, again: [], said: "" });
  });

  test("behavior: what passes only at its second try counts, and is named", async () => {
    const { passed, failed, again, said } = await stage(tally(10, 1, [unsteady]), tally(4, 0));
    expect({ passed, failed, again }).toEqual({ passed: 11, failed: 0, again: ["crash.test.ts"] });
    expect(said).toContain("UNSTEADY, passed only at the second try: crash.test.ts");
  });

  test("behavior: what fails twice has failed", async () => {
    const { passed, failed, said } = await stage(tally(10, 1, [unsteady]), tally(3, 1, [unsteady]));
    expect({ passed, failed }).toEqual({ passed: 10, failed: 1 });
    expect(said).not.toContain("UNSTEADY");
  });

  test("behavior: many files do not fail by chance", async () => {
    const first = tally(10, 4, Array(4).fill(unsteady));
    expect(await stage(first, tally(16, 0))).toMatchObject({ passed: 10, failed: 4, again: [] });
  });

  test("behavior: a failure outside all files is not run away from", async () => {
    expect(await stage(tally(10, 1), tally(10, 0))).toMatchObject({ passed: 10, failed: 1, again: [] });
    const first = tally(10, 2, [unsteady]);
    expect(await stage(first, tally(11, 0))).toMatchObject({ passed: 10, failed: 2, again: [] });
  });
});

describe("VitestReport", () => {
  const report = (success: boolean, testResults: object[]) =>
    VitestReport.parse({ numPassedTests: 5, success, testResults });

  test("default: counts, and the files that failed", () => {
    const results = [
      { name: "a.test.ts", status: "passed", assertionResults: [{ status: "passed" }, { status: "passed" }] },
      { name: "b.test.ts", status: "failed", assertionResults: [{ status: "passed" }, { status: "failed" }] },
    ];
    expect(report(false, results)).toEqual(tally(5, 1, [{ file: "b.test.ts", passed: 1, failed: 1 }]));
  });

  test("behavior: a file that could not be loaded is one failure", () => {
    const results = [{ name: "b.test.ts", status: "failed", assertionResults: [] }];
    expect(report(false, results)).toEqual(tally(5, 1, [{ file: "b.test.ts", passed: 0, failed: 1 }]));
  });

  test("behavior: a run that went wrong outside all files is one failure", () => {
    expect(report(false, [])).toEqual(tally(5, 1));
  });
});
