import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { vectorsOf } from "#test/domain/fairness/vectors.ts";

const MAIN = fileURLToPath(new URL("../../../scripts/verify/main.ts", import.meta.url));
const SINGLE = {
  game: "dice",
  "server-seed": "f2ac89b608eeb01312d115bce6741b32",
  "client-seed": "86ff027f15c48241af7f54a726690ee7",
  nonce: "0",
};
const COMMITMENT = "4b7668bb047e1c7989f64124ddfda529567bc55a7df611a085c00ae0bccad2de";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fairhouse-verify-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("single", () => {
  test("default", async () => {
    expect(await run(argsOf(SINGLE))).toEqual({
      exitCode: 0,
      stdout: `{"game":"dice","outcome":28.07,"commitment":"${COMMITMENT}"}\n`,
      stderr: "",
    });
  });

  test("behavior: parameters may be given; a seed may start with a dash", async () => {
    const { stdout, exitCode } = await run(argsOf({ ...SINGLE, params: "{}", "client-seed": "-abc" }));
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ game: "dice", commitment: COMMITMENT });
  });

  test.each([
    ["no game", { game: undefined }],
    ["an unknown game", { game: "poker" }],
    ["a server seed that is empty", { "server-seed": "" }],
    ["a client seed that is not ASCII", { "client-seed": "é" }],
    ["a negative nonce", { nonce: "-1" }],
    ["a nonce that is not whole", { nonce: "1.5" }],
    ["a nonce beyond exact numbers", { nonce: "9007199254740992" }],
    ["parameters that are not JSON", { params: "{" }],
    ["parameters that are no object", { params: "[]" }],
    ["an option that does not exist", { colour: "red" }],
    ["single and batch at once", { batch: "requests.jsonl" }],
  ])("error: one sentence and exit code 1 for %s", async (_, overrides) => {
    const { stdout, stderr, exitCode } = await run(argsOf({ ...SINGLE, ...overrides }));
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 1 });
    expect(stderr).toMatch(/^[^\n]+\.\n$/);
  });
});

describe("batch", () => {
  test("default: published vectors, in order", async () => {
    const vectors = [...vectorsOf("dice"), ...vectorsOf("limbo")];
    const lines = vectors.map(({ game, serverSeed, clientSeed, nonce }) =>
      JSON.stringify({ game, serverSeed, clientSeed, nonce, params: {} }),
    );
    const { stdout, exitCode } = await runBatch(lines.join("\n"));
    const answers = linesOf(stdout).map((line) => JSON.parse(line));
    expect(exitCode).toBe(0);
    expect(answers.map(({ outcome }) => outcome)).toEqual(vectors.map(({ expected }) => expected));
  });

  test("behavior: a bad line is answered in its place, and the rest goes on", async () => {
    const good = JSON.stringify({ game: "dice", serverSeed: "def", clientSeed: "abc", nonce: 0 });
    const bad = [
      "",
      "{",
      "[]",
      "null",
      '{"game":"poker"}',
      good.replace("0}", "-1}"),
      `"${"x".repeat(20_000)}"`,
    ];
    const { stdout, stderr, exitCode } = await runBatch(`${[good, ...bad, good].join("\r\n")}\r\n`);
    const answers = linesOf(stdout).map((line) => JSON.parse(line));
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(answers).toHaveLength(bad.length + 2);
    expect(answers.at(0)).toEqual(answers.at(-1));
    expect(answers.slice(1, -1)).toEqual(bad.map(() => ({ error: expect.any(String) })));
  });

  test("behavior: an empty file has no answers", async () => {
    expect(await runBatch("")).toEqual({ stdout: "", stderr: "", exitCode: 0 });
  });

  test("error: one sentence and exit code 1 for a file that cannot be read", async () => {
    for (const path of [join(folder, "missing.jsonl"), folder]) {
      const { stderr, exitCode } = await run(["--batch", path]);
      expect(exitCode).toBe(1);
      expect(stderr).toBe(`The file ${path} cannot be read.\n`);
    }
  });
});

type Run = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

async function run(args: readonly string[]): Promise<Run> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN, ...args]);
    return { stdout, stderr, exitCode: 0 };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number };
    return { stdout, stderr, exitCode: code };
  }
}

async function runBatch(content: string): Promise<Run> {
  const path = join(folder, "requests.jsonl");
  await writeFile(path, content);
  return run(["--batch", path]);
}

function argsOf(options: Record<string, string | undefined>): string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
