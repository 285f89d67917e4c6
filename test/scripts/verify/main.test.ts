import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commitment } from "#domain/fairness/commitment.ts";
import { vectorsOf } from "#test/domain/fairness/vectors.ts";

const MAIN = fileURLToPath(new URL("../../../scripts/verify/main.ts", import.meta.url));
const SINGLE = {
  game: "dice",
  "server-seed": "f2ac89b608eeb01312d115bce6741b32",
  "client-seed": "86ff027f15c48241af7f54a726690ee7",
  nonce: "0",
};
const COMMITMENT = "4b7668bb047e1c7989f64124ddfda529567bc55a7df611a085c00ae0bccad2de";

/** Published outcomes, a few of each game, in the form in which they are printed. */
const PUBLISHED: readonly {
  readonly game: string;
  readonly serverSeed?: string;
  readonly outcome: unknown;
  readonly [option: string]: unknown;
}[] = [
  ...["dice", "limbo", "roulette"].flatMap((game) =>
    vectorsOf(game).map(({ expected, ...request }) => ({ ...request, params: {}, outcome: expected })),
  ),
  ...vectorsOf("mines").map(({ game, serverSeed, clientSeed, nonce, expected }) => {
    const params = { mines: (expected as number[]).length };
    return { game, serverSeed, clientSeed, nonce, params, outcome: { mines: expected } };
  }),
  ...vectorsOf("wheel_index_10seg").map(({ serverSeed, clientSeed, nonce, expected }) => {
    const params = { segments: 10, risk: "medium" };
    return { game: "wheel", serverSeed, clientSeed, nonce, params, outcome: expected };
  }),
  ...[...vectorsOf("hilo_index"), ...vectorsOf("blackjack_index")].map(
    ({ serverSeed, clientSeed, nonce, expected }) => {
      const params = { count: (expected as number[]).length };
      return { game: "cards", serverSeed, clientSeed, nonce, params, outcome: expected };
    },
  ),
  {
    game: "keno",
    serverSeed: "ae1581dc89398cb8fdb84f0a2c64e816",
    clientSeed: "971f4d5c49eb1111385e9309d105227f",
    nonce: 0,
    outcome: { hits: [0, 6, 8, 11, 13, 15, 20, 22, 29, 38] },
  },
  {
    game: "plinko",
    serverSeed: "0c8f48139d81447799a5310edb9e5aac",
    clientSeed: "0beeaafc2e5364be411d4b7279923662",
    nonce: 0,
    params: { rows: 8, risk: "low" },
    outcome: { path: [0, 1, 0, 0, 1, 0, 1, 0], slot: 3, multiplier: 1 },
  },
];

/** A round of mines with nothing but safe picks, and what its bet must say. */
const ROUND = {
  ...SINGLE,
  game: "mines",
  params: '{"mines":3,"maxPicks":22}',
  stake: "1000000",
};

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

  test("behavior: a whole round is played again from its actions, by itself and in a file", async () => {
    const drawn = await run(argsOf({ ...SINGLE, game: "mines", params: ROUND.params }));
    const { mines } = JSON.parse(drawn.stdout).outcome as { mines: number[] };
    const tile = [0, 1, 2, 3].find((each) => !mines.includes(each))!;
    const actions = [{ action: "pick", tile }, { action: "cashOut" }];
    const { stdout, exitCode } = await run(
      argsOf({ ...ROUND, edge: "0.01", actions: JSON.stringify(actions) }),
    );
    expect(exitCode).toBe(0);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({
      game: "mines",
      outcome: { mines, firstStake: "1000000", actions },
      staked: "1000000",
      payout: "1125000",
      commitment: COMMITMENT,
    });
    const { "server-seed": serverSeed, "client-seed": clientSeed } = SINGLE;
    const params = JSON.parse(ROUND.params);
    const line = {
      game: "mines",
      serverSeed,
      clientSeed,
      nonce: 0,
      params,
      stake: "1000000",
      actions,
      edge: 0.01,
    };
    const file = join(folder, "rounds.jsonl");
    await writeFile(file, `${JSON.stringify(line)}\n${JSON.stringify({ ...line, actions: [] })}\n`);
    const batch = await run(["--batch", file]);
    const [first, second] = batch.stdout
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text));
    expect(first).toEqual(answer);
    expect(second.error).toContain("not over after its last action");
  });

  test("behavior: with its stake, a bet of one step is worked out with what it paid, by itself and in a file", async () => {
    const params = { targetHundredths: 5_000, direction: "under" };
    const bet = { ...SINGLE, params: JSON.stringify(params), stake: "1000" };
    const { stdout, exitCode } = await run(argsOf(bet));
    expect(exitCode).toBe(0);
    const answer = JSON.parse(stdout);
    expect(answer).toEqual({
      ...{ game: "dice", outcome: 28.07, commitment: COMMITMENT, payout: "1980" },
      multiplier: { numerator: "9900", denominator: "5000" },
    });
    const { "server-seed": serverSeed, "client-seed": clientSeed } = SINGLE;
    const line = { game: "dice", serverSeed, clientSeed, nonce: 0, params, stake: "1000" };
    const dearer = { ...line, edge: 0.05 };
    const drawOnly = { ...line, game: "mines", params: { mines: 3 } };
    const lines = [line, dearer, { ...line, params: {} }, drawOnly].map((each) => JSON.stringify(each));
    const batch = await runBatch(lines.join("\n"));
    const [first, second, third, fourth] = linesOf(batch.stdout).map((text) => JSON.parse(text));
    expect(first).toEqual(answer);
    expect(second.payout).toBe("1900");
    expect(third.error).toContain("Parameters of dice");
    expect(Object.keys(fourth)).toEqual(["game", "outcome", "commitment"]);
    expect((await run(argsOf({ ...bet, game: "mines" }))).stderr).toContain("--stake is not an option");
  });

  test("error: BetRequestInvalid, OptionInvalid, RoundActionRefused for a round that was not played so", async () => {
    for (const [options, words] of [
      [{ ...ROUND, actions: "x" }, "--actions must be a JSON list"],
      [{ ...ROUND, actions: "{}" }, '"actions" cannot be used'],
      [{ ...ROUND, stake: "-1", actions: "[]" }, '"stake" cannot be used'],
      [{ ...ROUND, edge: "2", actions: "[]" }, '"edge" cannot be used'],
      [{ ...ROUND, actions: '[{"action":"cashOut"}]' }, "not possible"],
      [{ ...SINGLE, params: "{}", stake: "-1" }, '"stake" cannot be used'],
      [{ ...ROUND, game: "dice", actions: "[]" }, '"dice" is not known'],
      [{ ...SINGLE, game: "mines", actions: "[]" }, "--stake is missing"],
    ] as const) {
      const { stderr, exitCode } = await run(argsOf(options));
      expect(stderr).toContain(words);
      expect(exitCode).toBe(1);
    }
  });

  test("behavior: crash is given by its hash, salt and edge", async () => {
    const crash = { game: "crash", "game-hash": "ab".repeat(32), salt: "0000fa3b65e43e4240d71762a5bf397d" };
    const { stdout, exitCode } = await run(argsOf({ ...crash, edge: "0.03" }));
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      game: "crash",
      outcome: expect.any(Number),
      commitment: commitment(crash["game-hash"]),
    });
    expect(await run(argsOf(crash))).toEqual({ stdout, exitCode: 0, stderr: "" });
    expect((await run(argsOf({ ...crash, edge: "3 %" }))).exitCode).toBe(1);
  });

  test.each(["AB".repeat(32), "ab".repeat(31), "words"])(
    "behavior: %s, which is no hash of this house, is answered with a warning",
    async (gameHash) => {
      const answer = await run(argsOf({ game: "crash", "game-hash": gameHash, salt: "ab" }));
      expect(JSON.parse(answer.stdout)).toEqual({
        game: "crash",
        outcome: expect.any(Number),
        commitment: commitment(gameHash),
      });
      expect(answer).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining("64 lower-case hex digits"),
      });

      const file = join(folder, "foreign.jsonl");
      await writeFile(file, JSON.stringify({ game: "crash", gameHash, salt: "ab" }));
      expect(await run(["--batch", file])).toEqual(answer);
    },
  );

  test.each([
    ["no game", { game: undefined }],
    ["crash with a pair of seeds", { game: "crash" }],
    ["a pair of seeds with a salt", { salt: "abc" }],
    ["an edge that is none", { edge: "1.5" }],
    ["parameters that the game refuses", { game: "plinko", params: '{"rows":7,"risk":"low"}' }],
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
  test("default: published vectors of all games, in order", async () => {
    const requests = PUBLISHED.map(({ outcome: _, ...request }) => JSON.stringify(request));
    const { stdout, exitCode } = await runBatch(requests.join("\n"));
    expect(exitCode).toBe(0);
    expect(linesOf(stdout).map((line) => JSON.parse(line))).toEqual(
      PUBLISHED.map(({ game, outcome, serverSeed }) => ({
        game,
        outcome,
        commitment:
          serverSeed === undefined ? expect.stringMatching(/^[0-9a-f]{64}$/) : commitment(serverSeed),
      })),
    );
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
