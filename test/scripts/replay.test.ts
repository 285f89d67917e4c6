import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { step } from "#indexer/step.ts";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { type Books, openBooks, openHouse, openSession } from "#test/indexer/support/house.ts";
import { Random } from "#test/indexer/support/random.ts";
import { addressOf, SimulatedChain } from "#test/indexer/support/simulatedChain.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
let books: Books;

beforeAll(async () => {
  books = await openBooks();
  const chain = new SimulatedChain(new Random(7), { payers: [addressOf("ann")], batches: [] });
  chain.mine(120, 1);
  const house = await openHouse(books, {
    slug: "main",
    vault: addressOf("vault"),
    bankroll: addressOf("bank"),
  });
  const session = openSession(books, house, chain.reader());
  for (let steps = 0; steps < 10; steps += 1) await step(session);
});
afterAll(() => books.close());

describe("npm run replay", () => {
  test("default: prints what it found and that nothing changed", async () => {
    const { code, output } = await replay("--from-block", "0", "--to-block", "200");
    expect(output).toMatch(/ [1-9][0-9]* events, 0 missing postings made/);
    const [before, after] = [/before {2}(\w{64})/, /after {3}(\w{64})/].map((line) => line.exec(output)?.[1]);
    expect(before).toBe(after);
    expect(output).toContain("nothing changed");
    expect(output).toMatch(/state {3}\w{64} up to block \d+/);
    expect(code).toBe(0);
  });

  test("behavior: names the tables in which lost rows came back", async () => {
    await books.owner.query("DELETE FROM deposits");
    const { output } = await replay("--from-block", "0", "--to-block", "200", "--vault", addressOf("vault"));
    expect(output).toContain("changed: deposits");
  });

  const wrong: [string, string[], string][] = [
    ["nothing", [], "Usage: npm run replay"],
    ["half a range", ["--from-block", "3"], "--to-block is needed"],
    [
      "a range the wrong way",
      ["--from-block", "3", "--to-block", "2"],
      "--to-block must not come before --from-block",
    ],
    ["a negative block", ["--from-block", "-3", "--to-block", "2"], "Usage: npm run replay"],
    [
      "a block that is none",
      ["--from-block", "1", "--to-block", "2x"],
      "--to-block must be a block's number",
    ],
    [
      "an option it does not have",
      ["--from-block", "1", "--to-block", "2", "--fast"],
      "Usage: npm run replay",
    ],
    ["a vault that is no address", ["--from-block", "1", "--to-block", "2", "--vault", "main"], "Usage"],
    [
      "an unknown vault",
      ["--from-block", "1", "--to-block", "2", "--vault", addressOf("x")],
      "no such vault",
    ],
  ];
  test.each(wrong)("error: ReplayRefused when given %s", async (_, args, message) => {
    const { code, output } = await replay(...args);
    expect(output).toContain(message);
    expect(code).toBe(1);
  });
});

function replay(...args: string[]): Promise<{ code: number; output: string }> {
  const env = { ...systemEnvironment(), DATABASE_URL: books.url };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["scripts/replay.ts", ...args],
      { cwd: ROOT, env },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
      },
    );
  });
}
