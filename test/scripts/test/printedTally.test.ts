import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { printedTally } from "#scripts/test/printedTally.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fairhouse-tally-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function tallyOf(program: string) {
  const file = join(folder, "program.mjs");
  await writeFile(file, program);
  return printedTally([file]);
}

describe("printedTally", () => {
  test("default: the counts of the last closing line", async () => {
    const program = `console.log("1 passed, 1 failed\\nmore\\n\\n14 passed, 0 failed");`;
    expect(await tallyOf(program)).toEqual({ passed: 14, failed: 0 });
  });

  test("behavior: a program that prints no closing line has failed", async () => {
    expect(await tallyOf(`console.log("14 passed");`)).toEqual({ passed: 0, failed: 1 });
  });

  test("behavior: a program that ends badly has failed, whatever it printed", async () => {
    const program = `console.log("3 passed, 0 failed"); process.exitCode = 2;`;
    expect(await tallyOf(program)).toEqual({ passed: 3, failed: 1 });
  });
});
