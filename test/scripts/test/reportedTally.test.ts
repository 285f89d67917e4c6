import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseTestOptions, TestOptionInvalid } from "#scripts/test/options.ts";
import { reportedTally } from "#scripts/test/reportedTally.ts";
import { addTallies } from "#scripts/test/tally.ts";

const report = z.object({ passed: z.int(), failed: z.int() });

function stage(program: string) {
  const unreadable = { passed: 0, failed: 1 };
  return reportedTally({ args: (file) => ["--eval", program, file], report, unreadable });
}

const writes = (counts: object) =>
  `require("fs").writeFileSync(process.argv[1], '${JSON.stringify(counts)}');`;

describe("reportedTally", () => {
  test("default: reads the counts that a stage wrote", async () => {
    expect(await stage(writes({ passed: 3, failed: 2 }))).toEqual({ passed: 3, failed: 2 });
  });

  test("behavior: a stage that crashed before it reported is one failure", async () => {
    expect(await stage("process.exit(1)")).toEqual({ passed: 0, failed: 1 });
  });

  test("behavior: a stage that ended without a report is one failure, whatever its exit code", async () => {
    expect(await stage("")).toEqual({ passed: 0, failed: 1 });
  });

  test("behavior: a stage that reported no failure but ended badly is one failure", async () => {
    expect(await stage(`${writes({ passed: 3, failed: 0 })} process.exit(1)`)).toEqual({
      passed: 3,
      failed: 1,
    });
  });
});

describe("addTallies", () => {
  test("default: adds stage by stage", () => {
    const stages = [
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ];
    expect(addTallies(stages)).toEqual({ passed: 3, failed: 3 });
  });
});

describe("parseTestOptions", () => {
  test("default: everything, once", () => {
    expect(parseTestOptions([], ["unit"])).toEqual({ only: undefined, isLong: false });
  });

  test("error: TestOptionInvalid", () => {
    expect(() => parseTestOptions(["--only", "uint"], ["unit", "e2e"])).toThrow(
      "--only must be one of unit, e2e",
    );
    expect(() => parseTestOptions(["--olny"], ["unit"])).toThrow(TestOptionInvalid);
  });
});
