import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { BUGS } from "./bugs.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** A bug that needs more seeds to be noticed is one that could stay. */
const MAX_SEEDS = "12";
const TRIED = process.env.FUZZ === "long" ? BUGS : BUGS.slice(0, 1);

describe("the simulation of the indexer", () => {
  test.each(TRIED.map(({ name }) => name))("behavior: notices the bug %s", async (bug) => {
    expect(await simulate("--bug", bug, "--seeds", MAX_SEEDS)).toContain(`${bug} was noticed`);
  });

  test("error: a bug that there is not", async () => {
    expect(await simulate("--bug", "none")).toContain("Usage: npm run simulate");
  });
});

function simulate(...args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["test/simulation/main.ts", "indexer", ...args],
      { cwd: ROOT, env: systemEnvironment() },
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
}
