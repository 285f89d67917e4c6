import { expect, test } from "vitest";
import { shareNext } from "#backend/modules/realtime/shareNext.ts";

/** Runs that end when the test says so. */
function createRuns() {
  const runs: { asked: string; end: (answer: string) => void; fail: (error: unknown) => void }[] = [];
  const read = (asked: string) =>
    new Promise<string>((end, fail) => {
      runs.push({ asked, end, fail });
    });
  return { runs, ask: shareNext((asked: string) => asked.slice(0, 1), read) };
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

test("default: who asks while one runs shares the next one", async () => {
  const { runs, ask } = createRuns();
  const first = ask("a");
  const later = Array.from({ length: 1_000 }, () => ask("a"));
  await turns();
  expect(runs).toHaveLength(1);
  runs[0]!.end("old");
  expect(await first).toBe("old");
  await turns();
  expect(runs).toHaveLength(2);
  runs[1]!.end("new");
  expect(new Set(await Promise.all(later))).toEqual(new Set(["new"]));
  void ask("a");
  expect(runs).toHaveLength(3);
});

test("behavior: other keys do not wait", () => {
  const { runs, ask } = createRuns();
  void ask("a");
  void ask("b");
  expect(runs.map(({ asked }) => asked)).toEqual(["a", "b"]);
});

test("behavior: a run that failed fails those who waited for it alone", async () => {
  const { runs, ask } = createRuns();
  const first = ask("a");
  const second = ask("a");
  runs[0]!.fail(new Error("no"));
  await expect(first).rejects.toThrow("no");
  await turns();
  runs[1]!.end("yes");
  expect(await second).toBe("yes");
});
