import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { houseFolders, ROOT } from "#scripts/start/folders.ts";
import { embeddedDatabaseUrl } from "#scripts/start/houseDatabase.ts";
import { readRunState } from "#scripts/start/runFile.ts";
import { freePortBase, newStateDir, removeStateDir } from "#test/support/house.ts";
import { until } from "#test/support/player.ts";

const run = promisify(execFile);
const START_TIMEOUT_MS = 300_000;
const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
const { scripts } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as {
  scripts: Record<string, string>;
};

let started: ChildProcess | undefined;
let stateDir = "";
afterAll(async () => {
  if (started !== undefined && !hasEnded(started)) process.kill(-(started.pid ?? 0), "SIGKILL");
  if (stateDir !== "") await removeStateDir(stateDir);
});

/** `npm start` as somebody types it; Ctrl-C in a terminal reaches its whole process group. */
function npmStart(...options: string[]): { child: ChildProcess; output: () => string } {
  const child = spawn("npm", ["start", "--", ...options], { cwd: ROOT, detached: true });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(String(chunk)));
  return { child, output: () => chunks.join("") };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Resolves with the exit code, or with null when a signal ended it. */
function ended(child: ChildProcess): Promise<number | null> {
  if (hasEnded(child)) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once("exit", resolve));
}

async function untilReady({ child, output }: ReturnType<typeof npmStart>): Promise<void> {
  await until(
    "npm start to be ready",
    async () => {
      if (hasEnded(child)) throw new Error(`npm start ended:\n${output()}`);
      return output().includes("Ready after");
    },
    START_TIMEOUT_MS,
  );
}

describe("the commands of the README", () => {
  test("behavior: every npm script that it names exists", () => {
    const named = [...readme.matchAll(/npm (?:run (?:--silent )?)?([a-z:-]+)/g)].map(([, name = ""]) => name);
    const unknown = named.filter((name) => !Object.hasOwn(scripts, name));
    expect(named).toContain("start");
    expect(unknown).toEqual([]);
  });

  test("behavior: the verification that it shows prints what it says", async () => {
    const command = readme.match(/^npm run --silent verify .*$/m)?.[0].split(" ") ?? [];
    const { stdout } = await run("npm", command.slice(1), { cwd: ROOT });
    const shown = readme.match(/prints `(\{.*?)…(.*?\})`/);
    expect(stdout.startsWith(shown?.[1] ?? "?")).toBe(true);
    expect(stdout.trim().endsWith(shown?.[2] ?? "?")).toBe(true);
  });

  test("default: npm start opens, refuses a second one, stops whole, and goes on where it was", {
    timeout: 1_200_000,
  }, async () => {
    stateDir = await newStateDir();
    const base = await freePortBase();
    const options = ["--state-dir", stateDir, "--port-base", `${base}`];
    const first = npmStart(...options);
    started = first.child;
    await untilReady(first);
    expect(first.output()).toContain(`http://localhost:${base}`);
    const folders = houseFolders(stateDir);
    const opened = await readRunState(folders.runFile);

    const second = npmStart(...options);
    expect(await ended(second.child)).toBe(1);
    expect(second.output()).toMatch(/already/i);

    const env = { ...process.env, DATABASE_URL: await embeddedDatabaseUrl(folders) };
    const ledger = await run("npm", ["run", "check-ledger"], { cwd: ROOT, env });
    expect(ledger.stdout).toContain("0 findings");
    const replay = await run("npm", ["run", "replay", "--", "--from-block", "0", "--to-block", "999"], {
      cwd: ROOT,
      env,
    });
    expect(replay.stdout).toContain("nothing changed");

    await stop(first.child);
    for (const { pid } of opened?.processes ?? []) expect(() => process.kill(pid, 0)).toThrow();

    const again = npmStart(...options);
    started = again.child;
    await untilReady(again);
    expect((await readRunState(folders.runFile))?.vault).toBe(opened?.vault);
    await stop(again.child);
  });
});

async function stop(child: ChildProcess): Promise<void> {
  const end = ended(child);
  process.kill(-(child.pid ?? 0), "SIGINT");
  await end;
}
