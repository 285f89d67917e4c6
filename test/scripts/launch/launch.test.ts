import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ROOT } from "#scripts/start/folders.ts";

const WAIT_MS = 120_000;
const POLL_MS = 50;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fairhouse-launch-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

type Outcome = { code: number | null; stdout: string; stderr: string };

/** Runs a module of the launcher in a process of its own, as the launcher's plain JavaScript. */
function runModule(name: string, body: string): { child: ChildProcess; ended: Promise<Outcome> } {
  const url = pathToFileURL(join(ROOT, "scripts", "launch", name)).href;
  return run(["--input-type=module", "--eval", `import * as launch from ${JSON.stringify(url)};\n${body}`]);
}

function run(args: readonly string[]): { child: ChildProcess; ended: Promise<Outcome> } {
  const child = spawn(process.execPath, args, { cwd: ROOT });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += String(chunk);
  });
  const ended = new Promise<Outcome>((resolve) =>
    child.once("close", (code) => resolve({ code, ...output })),
  );
  return { child, ended };
}

async function command(source: string): Promise<string> {
  const path = join(folder, "command.mjs");
  await writeFile(path, source);
  return JSON.stringify(path);
}

async function untilExists(path: string): Promise<void> {
  for (let waited = 0; waited < WAIT_MS; waited += POLL_MS) {
    const text = await readFile(path, "utf8").catch(() => "");
    if (text !== "") return;
    await sleep(POLL_MS);
  }
  throw new Error(`${path} was not written`);
}

describe("launch.mjs", () => {
  test("default: runs the command with its arguments; standard output is the command's alone", async () => {
    const path = await command("console.log(JSON.stringify(process.argv.slice(2))); process.exit(7);");
    const { ended } = runModule(
      "run.mjs",
      `process.exitCode = await launch.runToEnd(process.execPath, [${path}, "--batch", "a b"]);`,
    );
    expect(await ended).toEqual({ code: 7, stdout: '["--batch","a b"]\n', stderr: "" });
  });

  test("behavior: Ctrl-C that arrives twice reaches the command once, and its end is waited for", async () => {
    const ready = join(folder, "ready");
    const path = await command(`
      import { writeFileSync } from "node:fs";
      process.on("SIGINT", () => { console.log("asked"); setTimeout(() => { console.log("done"); process.exit(0); }, 500); });
      setInterval(() => {}, 1000);
      writeFileSync(${JSON.stringify(ready)}, "yes");
    `);
    const body = `process.exitCode = await launch.runToEnd(process.execPath, [${path}]);`;
    const { child, ended } = runModule("run.mjs", body);
    await untilExists(ready);
    child.kill("SIGINT");
    await sleep(100);
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 0, stdout: "asked\ndone\n", stderr: "" });
  });

  test("behavior: a command that a signal ended answers as shells do", async () => {
    const path = await command('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);');
    const body = `process.exitCode = await launch.runToEnd(process.execPath, [${path}]);`;
    expect((await runModule("run.mjs", body).ended).code).toBe(137);
  });

  test("behavior: a command learns that its launcher is gone", async () => {
    const [ready, gone] = [join(folder, "ready"), join(folder, "gone")];
    const path = await command(`
      import { writeFileSync } from "node:fs";
      process.on("disconnect", () => { writeFileSync(${JSON.stringify(gone)}, "yes"); process.exit(0); });
      writeFileSync(${JSON.stringify(ready)}, "yes");
    `);
    const { child } = runModule("run.mjs", `await launch.runToEnd(process.execPath, [${path}]);`);
    await untilExists(ready);
    child.kill("SIGKILL");
    await untilExists(gone);
  });

  test("error: LaunchError for an unknown command is one line that names the known ones", async () => {
    const { ended } = run([join("scripts", "launch.mjs"), "strat"]);
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^There is no command "strat"; there are: start, test, .*\.\n$/);
  });

  test("error: LaunchError when the registry cannot be reached says so in one line", async () => {
    const { ended } = runModule(
      "npm.mjs",
      `const args = ["view", "fairhouse", "--registry=http://127.0.0.1:1", "--fetch-retries=0"];
       await launch.runNpm({ node: process.execPath, args, doing: "Looking" }).catch((error) => console.log(error.message));`,
    );
    expect((await ended).stdout).toBe(
      "Looking failed: the npm registry cannot be reached; check the network and try again.\n",
    );
  });

  test("behavior: every script of package.json has a command", async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const { ended } = run([join("scripts", "launch.mjs")]);
    const known = (await ended).stderr
      .replace(/^.*there are: /s, "")
      .replace(/\.\s*$/, "")
      .split(", ");
    const launched = Object.values(scripts).map((line) => line.replace("node scripts/launch.mjs ", ""));
    expect(launched.toSorted()).toEqual(known.toSorted());
  });
});
