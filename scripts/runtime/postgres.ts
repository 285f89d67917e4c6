import { chownSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Client } from "pg";
import { readOrCreateSecret, writeFileAtomic } from "#scripts/runtime/atomicFile.ts";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { ServiceNotReadyError } from "#scripts/runtime/errors.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { type PostgresHome, postgresHome } from "#scripts/runtime/postgresHome.ts";
import { clearStaleLock } from "#scripts/runtime/postgresLock.ts";
import {
  endedEarly,
  type ProcessOptions,
  type RunningProcess,
  startProcess,
} from "#scripts/runtime/process.ts";
import { waitUntilReady } from "#scripts/runtime/waitUntil.ts";

export type PostgresOptions = {
  dataDir: string;
  port?: number;
  /** Whether a commit must survive a power cut. Tests that throw their data away may say no. */
  durable: boolean;
  /** Server settings that replace the ones below. */
  settings?: Readonly<Record<string, string>>;
  logFile?: string;
};

export type RunningPostgres = RunningProcess & { url: string; port: number };

const USER = "fairhouse";
const DATABASE = "fairhouse";
const ALREADY_EXISTS = "42P04";
const HOST = "127.0.0.1";
/** Recovery after a crash replays the log since the last checkpoint: minutes at worst on a slow disk. */
const READY_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 60_000;
/** After `kill -9`, server processes that noticed late still hold shared memory for a moment. */
const START_ATTEMPTS = 5;

const SETTINGS = {
  listen_addresses: HOST,
  unix_socket_directories: "", // A socket's path may not exceed 107 bytes, and a checkout's may.
  max_connections: "200",
  shared_buffers: "512MB",
  max_wal_size: "4GB",
  min_wal_size: "2GB",
  timezone: "UTC",
  log_timezone: "UTC",
  jit: "off", // Compiling costs more than it saves on the short statements of this product.
} as const;
const DURABLE = { fsync: "on", synchronous_commit: "on", full_page_writes: "on" } as const;
/** Survives `kill -9` like the durable settings, but not a power cut. */
const DISPOSABLE = {
  fsync: "off",
  synchronous_commit: "on",
  full_page_writes: "off",
  shared_buffers: "128MB",
} as const;

/**
 * Starts the embedded Postgres on a data folder, making the folder and the `fairhouse` database on first use.
 * It recovers by itself after a crash or a `kill -9`.
 * @throws AlreadyRunningError when another server has the folder open.
 * @throws ServiceNotReadyError when the server does not come up; the message ends with its log.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const home = postgresHome(options.dataDir);
  const password = await readOrCreateSecret(`${options.dataDir}.password`);
  const logFile = options.logFile ?? `${options.dataDir}.log`;
  if (!existsSync(join(home.dataDir, "PG_VERSION")))
    await createCluster({ home, password, logFile, options });
  clearStaleLock(home.dataDir);
  const port = options.port ?? (await freePort());
  const url = `postgresql://${USER}:${password}@${HOST}:${port}/${DATABASE}`;
  const child = await startServer({ process: serverProcess({ home, port, logFile, options }), url });
  return { ...child, url, port };
}

/** Deletes the data of a stopped server, wherever it was placed, and its password. */
export function removePostgresData(dataDir: string): void {
  const asked = resolve(dataDir);
  const { dataDir: placed } = postgresHome(asked);
  const elsewhere = placed === asked ? [] : [dirname(placed)];
  for (const path of [asked, `${asked}.password`, ...elsewhere])
    rmSync(path, { recursive: true, force: true });
}

function serverProcess(input: {
  home: PostgresHome;
  port: number;
  logFile: string;
  options: PostgresOptions;
}): ProcessOptions {
  const { home, port, logFile, options } = input;
  const settings = {
    ...SETTINGS,
    ...(options.durable ? DURABLE : DISPOSABLE),
    ...options.settings,
    port: `${port}`,
  };
  const args = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  return {
    name: "Postgres",
    command: join(home.binDir, "postgres"),
    args: ["-D", home.dataDir, ...args],
    env: systemEnvironment(),
    cwd: home.dataDir,
    logFile,
    stopSignal: "SIGINT", // "Fast shutdown": does not wait for clients to leave, but loses nothing.
    stopTimeoutMs: STOP_TIMEOUT_MS,
    ...(home.owner && { owner: home.owner }),
  };
}

async function startServer(input: { process: ProcessOptions; url: string }): Promise<RunningProcess> {
  for (let attempt = 1; ; attempt++) {
    const child = await startProcess(input.process);
    try {
      await waitUntilReady({ child, timeoutMs: READY_TIMEOUT_MS, isReady: () => hasDatabase(input.url) });
      return child;
    } catch (error) {
      const isOldServerLeaving =
        error instanceof ServiceNotReadyError && error.message.includes("shared memory");
      if (!isOldServerLeaving || attempt >= START_ATTEMPTS) throw error;
    }
  }
}

/** Makes the database if it is missing; rejects while the server is still starting or recovering. */
async function hasDatabase(url: string): Promise<boolean> {
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  const client = new Client({ connectionString: maintenance.href });
  try {
    await client.connect();
    await client.query(`CREATE DATABASE ${DATABASE}`).catch((error: { code?: string }) => {
      if (error.code !== ALREADY_EXISTS) throw error;
    });
    return true;
  } finally {
    await client.end();
  }
}

/** Runs `initdb` beside the final place and moves the result there, so that a crash cannot leave half a cluster. */
async function createCluster(input: {
  home: PostgresHome;
  password: string;
  logFile: string;
  options: PostgresOptions;
}): Promise<void> {
  const { home, password, logFile, options } = input;
  const draft = `${home.dataDir}.new`;
  const passwordFile = `${draft}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(dirname(draft), { recursive: true });
  mkdirSync(draft, { mode: 0o700 });
  await writeFileAtomic(passwordFile, password);
  if (home.owner) for (const path of [draft, passwordFile]) chownSync(path, home.owner.uid, home.owner.gid);
  const child = await startProcess({
    name: "initdb",
    command: join(home.binDir, "initdb"),
    args: [
      ...["--pgdata", draft, "--username", USER, "--pwfile", passwordFile, "--auth", "scram-sha-256"],
      ...[
        "--encoding",
        "UTF8",
        "--locale",
        "C",
        "--locale-provider",
        "builtin",
        "--builtin-locale",
        "C.UTF-8",
      ],
      ...(options.durable ? [] : ["--no-sync"]),
    ],
    env: systemEnvironment(),
    cwd: draft,
    logFile,
    ...(home.owner && { owner: home.owner }),
  });
  const exit = await child.exited;
  rmSync(passwordFile, { force: true });
  if (exit.code !== 0) throw endedEarly(child, exit);
  renameSync(draft, home.dataDir);
}
