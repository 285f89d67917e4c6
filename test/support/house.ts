import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { isPortBusy } from "#scripts/runtime/ports.ts";
import { removePostgresData } from "#scripts/runtime/postgres.ts";
import { houseFolders, ROOT } from "#scripts/start/folders.ts";
import { embeddedDatabaseUrl } from "#scripts/start/houseDatabase.ts";
import { type RunState, readRunState } from "#scripts/start/runFile.ts";
import { until } from "#test/support/player.ts";

const START_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 60_000;
const FIRST_PORT_BASE = 21_000;
/** Payouts and comparisons come sooner than a real house needs them: tests would only wait for them. */
const HASTE = { PAYOUT_INTERVAL_MS: "500", RECONCILE_INTERVAL_MS: "2000" };
const PORTS_PER_HOUSE = 10;
const MAX_PORT_TRIES = 200;

export type ProcessName = "postgres" | "redis" | "chain" | "signer" | "api" | "worker" | "indexer" | "web";

/** The whole product as `npm start` runs it, in a state folder and on ports of its own. */
export class RunningHouse {
  readonly stateDir: string;
  readonly #child: ChildProcess;
  readonly #output: string[];

  private constructor(stateDir: string, child: ChildProcess, output: string[]) {
    this.stateDir = stateDir;
    this.#child = child;
    this.#output = output;
  }

  /** Starts a house; give the folder of an earlier one to start that again. */
  static async start(stateDir?: string): Promise<RunningHouse> {
    const folder = stateDir ?? (await newStateDir());
    const base = await freePortBase();
    const child = spawn(
      process.execPath,
      ["scripts/start/main.ts", "--state-dir", folder, "--port-base", `${base}`],
      { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...HASTE } },
    );
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => output.push(String(chunk)));
    const house = new RunningHouse(folder, child, output);
    await house.#untilReady();
    return house;
  }

  async #untilReady(): Promise<void> {
    await until(
      "the house to open",
      async () => {
        if (this.#child.exitCode !== null) throw new Error(`the house did not open:\n${this.printed}`);
        return (await readRunState(houseFolders(this.stateDir).runFile))?.readyAt !== undefined;
      },
      START_TIMEOUT_MS,
    );
  }

  /** What `npm start` has printed so far. */
  get printed(): string {
    return this.#output.join("");
  }

  async state(): Promise<RunState> {
    const state = await readRunState(houseFolders(this.stateDir).runFile);
    if (state === undefined) throw new Error("the house is not running");
    return state;
  }

  /** `kill -9`, as an accident would. */
  async kill(name: ProcessName): Promise<void> {
    const running = (await this.state()).processes.find((process) => process.name === name);
    if (running === undefined) throw new Error(`no process is named ${name}`);
    process.kill(running.pid, "SIGKILL");
  }

  /** The owner's view of the database, to look behind the curtain. */
  async query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: await this.databaseUrl() });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  async databaseUrl(): Promise<string> {
    return embeddedDatabaseUrl(houseFolders(this.stateDir));
  }

  /** As Ctrl-C does; the state folder stays. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    this.#child.kill("SIGINT");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
  }

  async remove(): Promise<void> {
    await this.stop();
    await removeStateDir(this.stateDir);
  }
}

/** Deletes a stopped house, its database included, which may lie elsewhere. */
export async function removeStateDir(stateDir: string): Promise<void> {
  removePostgresData(houseFolders(stateDir).postgres);
  await rm(stateDir, { recursive: true, force: true });
}

/** Passable for the user that Postgres runs as when we are root. */
export async function newStateDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fairhouse-e2e-"));
  await chmod(folder, 0o755);
  return folder;
}

/** The first of a run of ports that nobody listens on. They are this process's until it ends: houses start side by side. */
export async function freePortBase(): Promise<number> {
  for (let attempt = 0; attempt < MAX_PORT_TRIES; attempt++) {
    const base = FIRST_PORT_BASE + attempt * PORTS_PER_HOUSE;
    if (!(await takeRun(base + PORTS_PER_HOUSE - 1))) continue;
    const busy = await Promise.all([0, 1, 2, 3, 4].map((offset) => isPortBusy(base + offset)));
    if (!busy.includes(true)) return base;
  }
  throw new Error("no free run of ports was found");
}

/** Whoever listens on the last port of a run has taken it. @returns whether this process has, until it ends */
function takeRun(lastPort: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(lastPort, "127.0.0.1", () => resolve(true));
    server.unref();
  });
}
