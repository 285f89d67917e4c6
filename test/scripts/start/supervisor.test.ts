import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { startProcess } from "#scripts/runtime/process.ts";
import { processStart } from "#scripts/runtime/processTable.ts";
import { waitUntilReady } from "#scripts/runtime/waitUntil.ts";
import { StartInterrupted } from "#scripts/start/errors.ts";
import type { RecordedProcess } from "#scripts/start/runFile.ts";
import { type Service, Supervisor } from "#scripts/start/supervisor.ts";

const WAIT_MS = 120_000;
const POLL_MS = 20;

let folder: string;
let reports: string[];
let recorded: RecordedProcess[];
let supervisor: Supervisor;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fairhouse-supervisor-"));
  reports = [];
  recorded = [];
  supervisor = new Supervisor({
    report: (line) => reports.push(line),
    onChange: async (processes) => {
      recorded = processes;
    },
  });
});

afterEach(async () => {
  await supervisor.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A program that runs until it is told to stop, and writes down that it is up, and when it was stopped. */
const LIVES = `
  const { appendFileSync, writeFileSync } = require("fs");
  process.on("SIGTERM", () => { appendFileSync("stopped", process.argv[1] + "\\n"); process.exit(0); });
  setInterval(() => {}, 1000);
  writeFileSync(process.argv[1] + ".up", String(process.pid));
`;

/** It counts as ready once its program is up, unless the test says otherwise. */
function service(name: string, program = LIVES, isReady?: () => Promise<boolean>): Service {
  const isUp = async (pid: number) =>
    (await readFile(join(folder, `${name}.up`), "utf8").catch(() => "")) === String(pid);
  const start = async (stopping: AbortSignal) => {
    const child = await startProcess({
      name,
      command: process.execPath,
      args: ["--eval", program, name],
      env: systemEnvironment(),
      cwd: folder,
      logFile: join(folder, `${name}.log`),
    });
    await waitUntilReady({
      child,
      timeoutMs: WAIT_MS,
      isReady: isReady ?? (() => isUp(child.pid)),
      stopping,
    });
    return child;
  };
  return { name, start };
}

function recordOf(name: string): RecordedProcess {
  const found = recorded.find((process) => process.name === name);
  if (found === undefined) throw new Error(`${name} was not recorded`);
  return found;
}

function isAlive({ pid, start }: RecordedProcess): boolean {
  return processStart(pid) === start;
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < WAIT_MS; waited += POLL_MS) {
    if (holds()) return;
    await sleep(POLL_MS);
  }
  throw new Error("waited in vain");
}

describe("Supervisor", () => {
  test("default: starts, records and ends its processes", async () => {
    await supervisor.start([service("one"), service("two")]);
    expect(recorded.map(({ name }) => name).sort()).toEqual(["one", "two"]);
    expect(recorded.every(isAlive)).toBe(true);
    await supervisor.stop();
    expect(recorded.some(isAlive)).toBe(false);
  });

  test("behavior: later tiers stop before those they rely on", async () => {
    await supervisor.start([service("database")]);
    await supervisor.start([service("api")]);
    await supervisor.stop();
    expect(await readFile(join(folder, "stopped"), "utf8")).toBe("api\ndatabase\n");
  });

  test("behavior: a process that is killed comes back, and the record says so", async () => {
    await supervisor.start([service("api"), service("other")]);
    const [before, other] = [recordOf("api"), recordOf("other")];
    process.kill(before.pid, "SIGKILL");
    await until(() => recordOf("api").pid !== before.pid);
    expect(isAlive(recordOf("api"))).toBe(true);
    expect(recordOf("other")).toEqual(other);
    await until(() => reports.includes("api is back."));
    expect(reports[0]).toBe("api ended (SIGKILL); starting it again.");
  });

  test("behavior: a process that fails to come back is tried until it does", async () => {
    const gate = join(folder, "gate");
    await writeFile(gate, "");
    const program = `require("fs").readFileSync(${JSON.stringify(gate)}); ${LIVES}`;
    await supervisor.start([service("api", program)]);
    const before = recordOf("api");
    await rm(gate);
    process.kill(before.pid, "SIGKILL");
    await until(() => reports.some((line) => line.includes("ended with code 1 while starting")));
    await writeFile(gate, "");
    await until(() => recordOf("api").pid !== before.pid);
  });

  test("error: ServiceNotReadyError names the process and shows the end of its log", async () => {
    const broken = service("broken", 'console.error("no such table"); process.exit(3);');
    await expect(supervisor.start([service("fine"), broken])).rejects.toThrow(
      "broken ended with code 3 while starting: no such table",
    );
    await supervisor.stop();
    expect(recorded.some(isAlive)).toBe(false);
  });

  test("behavior: a stop during the start ends what was being started", async () => {
    const starting = supervisor.start([service("ready"), service("slow", LIVES, async () => false)]);
    const outcome = expect(starting).rejects.toThrow("slow was told to stop while starting");
    await until(() => recorded.length === 1);
    await supervisor.stop();
    await outcome;
    expect(recorded.some(isAlive)).toBe(false);
  });

  test("error: StartInterrupted", async () => {
    await supervisor.stop();
    await expect(supervisor.start([service("late")])).rejects.toThrow(StartInterrupted);
  });
});
