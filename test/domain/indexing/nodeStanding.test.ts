import { describe, expect, test } from "vitest";
import { judgeLogs } from "#domain/indexing/confirmation.ts";
import { judgeHashes, laggingNodes } from "#domain/indexing/nodeStanding.ts";

const LIMITS = { maxLagBlocks: 5, stillMs: 10_000 };

describe("laggingNodes", () => {
  test.each([
    ["one alone is never slow", [10n], []],
    ["five blocks are forgiven", [100n, 95n], []],
    ["six are not", [100n, 94n], ["b"]],
    ["one that says nothing is not judged", [100n, undefined], []],
    ["one that boasts is not followed", [1_000n, 100n, 99n], []],
    ["two that are ahead are", [1_000n, 999n, 100n], ["c"]],
  ])("behavior: %s", (_, heads, expected) => {
    expect([...laggingNodes(heads.map(nodeAt), LIMITS, 0)]).toEqual(expected);
  });

  test("behavior: one behind that has not moved for long is slow", () => {
    const nodes = [nodeAt(100n, 0), nodeAt(99n, 1)];
    expect([...laggingNodes(nodes, LIMITS, 10_000)]).toEqual([]);
    expect([...laggingNodes(nodes, LIMITS, 10_001)]).toEqual(["b"]);
  });
});

describe("judgeHashes", () => {
  test("behavior: agreed, by majority, or not at all", () => {
    expect(judgeHashes(new Map([["a", "0x1"]])).kind).toBe("agreed");
    expect(
      judgeHashes(
        new Map([
          ["a", "0x1"],
          ["b", "0x1"],
        ]),
      ).kind,
    ).toBe("agreed");
    expect(
      judgeHashes(
        new Map([
          ["a", "0x1"],
          ["b", "0x2"],
        ]),
      ).kind,
    ).toBe("split");
    expect(
      judgeHashes(
        new Map([
          ["a", "0x1"],
          ["b", "0x2"],
          ["c", "0x1"],
        ]),
      ),
    ).toEqual({
      kind: "majority",
      dissenters: new Set(["b"]),
    });
    expect(
      judgeHashes(
        new Map([
          ["a", "0x1"],
          ["b", "0x2"],
          ["c", "0x3"],
        ]),
      ).kind,
    ).toBe("split");
  });
});

describe("judgeLogs", () => {
  const [recorded, other] = [
    { count: 1, hash: "x" },
    { count: 2, hash: "y" },
  ];

  test("behavior: the majority decides about what is recorded, and nobody where there is none", () => {
    expect(judgeLogs(recorded, new Map([["a", recorded]]))).toEqual({ verdict: "confirmed", dissenters: [] });
    expect(judgeLogs(recorded, new Map([["a", other]]))).toEqual({ verdict: "outvoted", dissenters: [] });
    expect(
      judgeLogs(
        recorded,
        new Map([
          ["a", other],
          ["b", recorded],
        ]),
      ).verdict,
    ).toBe("disputed");
    expect(
      judgeLogs(
        recorded,
        new Map([
          ["a", other],
          ["b", recorded],
          ["c", recorded],
        ]),
      ),
    ).toEqual({
      verdict: "confirmed",
      dissenters: ["a"],
    });
    expect(
      judgeLogs(
        recorded,
        new Map([
          ["a", other],
          ["b", recorded],
          ["c", other],
        ]),
      ),
    ).toEqual({
      verdict: "outvoted",
      dissenters: ["b"],
    });
    expect(
      judgeLogs(
        recorded,
        new Map([
          ["a", other],
          ["b", other],
        ]),
      ).verdict,
    ).toBe("outvoted");
  });
});

function nodeAt(headNumber: bigint | undefined, index: number) {
  return { host: "abc"[index]!, headNumber, roseAt: 0 };
}
