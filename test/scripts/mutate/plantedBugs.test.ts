import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkpointBugs } from "#scripts/mutate/bugs/checkpoints.ts";
import { entryBugs } from "#scripts/mutate/bugs/entries.ts";
import { exitBugs } from "#scripts/mutate/bugs/exit.ts";
import { payoutBugs } from "#scripts/mutate/bugs/payouts.ts";
import { ROOT } from "#scripts/start/folders.ts";

const bugs = [...payoutBugs, ...entryBugs, ...checkpointBugs, ...exitBugs];

describe("planted bugs", () => {
  test.each(bugs)("behavior: still fits the source: $name", ({ file, old }) => {
    const source = readFileSync(join(ROOT, "contracts", file), "utf8");
    expect(source.split(old)).toHaveLength(2);
  });

  test("behavior: every invariant is shown to fail on one", () => {
    const source = readFileSync(join(ROOT, "test/contracts/VaultInvariants.t.sol"), "utf8");
    const invariants = [...source.matchAll(/function (invariant_\w+)/g)].map(([, name]) => name);
    expect(invariants.length).toBeGreaterThan(0);
    const caught = new Set(bugs.map(({ caughtBy }) => caughtBy.name));
    expect(invariants.filter((name) => name === undefined || !caught.has(name))).toEqual([]);
  });
});
