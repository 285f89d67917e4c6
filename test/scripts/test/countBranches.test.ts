import { describe, expect, test } from "vitest";
import {
  type Branch,
  countBranches,
  counterSource,
  outcomeAt,
  UnparsableContract,
} from "#scripts/test/branches/countBranches.ts";
import { uncoveredLines } from "#scripts/test/branches/uncoveredLines.ts";

const FILE = "contracts/parts/Sample.sol";

function source(body: string): string {
  return `// Grüße\npragma solidity 0.8.37;\n\ncontract Sample {\n    function ask(bool a, bool b, bool c) external {\n        ${body}\n    }\n}\n`;
}

function texts(body: string): string[] {
  const branches: Branch[] = [];
  countBranches(FILE, source(body), branches);
  return branches.map(({ text }) => text);
}

describe("countBranches", () => {
  test("default", () => {
    const branches: Branch[] = [];
    const counted = countBranches(FILE, source("if (a) revert();"), branches);
    expect(counted).toContain("if (BranchCounter.branch0(a)) revert();");
    expect(counted).toContain('import {BranchCounter} from "../BranchCounter.sol";');
    expect(counted).toContain("// Grüße");
    expect(branches).toEqual([{ file: FILE, line: 6, text: "a" }]);
  });

  test("behavior: counts each operand of a conjunction, wherever it stands", () => {
    expect(texts("if (a && (b || !c)) revert();")).toEqual(["a", "b", "!c"]);
    expect(texts("if (a && b || c) revert();")).toEqual(["a", "b", "c"]);
    expect(texts("bool both = a && b;")).toEqual(["a", "b"]);
  });

  test("behavior: counts what ternaries and loops ask", () => {
    expect(texts("uint256 n = a ? 1 : 2;")).toEqual(["a"]);
    expect(texts("for (uint256 i = 0; i < 3; i++) {}")).toEqual(["i < 3"]);
    expect(texts("while (b) { a = c; }")).toEqual(["b"]);
  });

  test("behavior: counts what is asked within a condition", () => {
    const counted = countBranches(FILE, source("if ((a ? b : c) == (a && b)) revert();"), []);
    const inner =
      "(BranchCounter.branch1(a) ? b : c) == (BranchCounter.branch2(a) && BranchCounter.branch3(b))";
    expect(counted).toContain(`if (BranchCounter.branch0(${inner})) revert();`);
  });

  test("behavior: does not count what is always so", () => {
    expect(texts("while (true) { return; }")).toEqual([]);
  });

  test("behavior: numbers branches over several sources", () => {
    const branches: Branch[] = [];
    countBranches(FILE, source("if (a) revert();"), branches);
    const second = countBranches("contracts/Other.sol", source("if (b) revert();"), branches);
    expect(second).toContain("BranchCounter.branch1(b)");
    expect(second).toContain('from "./BranchCounter.sol"');
  });

  test("error: UnparsableContract", () => {
    expect(() => countBranches(FILE, "contract {", [])).toThrow(UnparsableContract);
  });
});

describe("outcomeAt", () => {
  test("default", () => {
    const branches: Branch[] = [];
    countBranches(FILE, source("if (a && b) revert();"), branches);
    const lines = counterSource(branches).split("\n");
    const outcomes = lines.flatMap((text, index) => {
      const found = outcomeAt(index + 1, branches);
      return found === undefined ? [] : [[found.branch.text, found.outcome, text.trim()]];
    });
    expect(outcomes).toEqual([
      ["a", true, "return true;"],
      ["a", false, "return false; }"],
      ["b", true, "return true;"],
      ["b", false, "return false; }"],
    ]);
  });
});

describe("uncoveredLines", () => {
  test("default", () => {
    const report =
      "TN:\nSF:contracts/A.sol\nDA:3,0\nDA:4,12\nend_of_record\nSF:contracts/B.sol\nDA:7,0\nend_of_record\n";
    expect(uncoveredLines(report)).toEqual([
      { file: "contracts/A.sol", line: 3 },
      { file: "contracts/B.sol", line: 7 },
    ]);
  });
});
