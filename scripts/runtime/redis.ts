import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Redis } from "ioredis";
import { readOrCreateSecret, writeFileAtomic } from "#scripts/runtime/atomicFile.ts";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { findOrInstall, type Report } from "#scripts/runtime/installProgram.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { type RunningProcess, startProcess } from "#scripts/runtime/process.ts";
import { waitUntilReady } from "#scripts/runtime/waitUntil.ts";

export type RedisOptions = {
  dir: string;
  port?: number;
  logFile?: string;
  /** Told when the server has to be installed first. */
  report?: Report;
};

export type RunningRedis = RunningProcess & { url: string; port: number };

const REDIS = {
  title: "Redis",
  names: ["redis-server", "valkey-server"],
  aptPackages: ["redis-server"],
  brewArguments: ["redis"],
} as const;
const HOST = "127.0.0.1";
/** Loading a large append-only file takes its time. */
const READY_TIMEOUT_MS = 60_000;
const PING_TIMEOUT_MS = 1_000;

/** The path of a Redis server on this machine, installed if need be. @throws ProgramMissingError */
export function requireRedis(report: Report): Promise<string> {
  return findOrInstall(REDIS, report);
}

/**
 * Starts Redis on a folder of its own: loopback only, behind a password, and never evicting keys,
 * because queues live in it.
 * @throws ProgramMissingError when there is no Redis and none can be installed.
 * @throws ServiceNotReadyError when the server does not come up.
 */
export async function startRedis(options: RedisOptions): Promise<RunningRedis> {
  const command = await requireRedis(options.report ?? (() => undefined));
  mkdirSync(dirname(options.dir), { recursive: true }); // Apart, because the mode would hold for it too.
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const password = await readOrCreateSecret(join(options.dir, "password"));
  const port = options.port ?? (await freePort());
  const configFile = join(options.dir, "redis.conf");
  await writeFileAtomic(configFile, configuration({ port, password, dir: options.dir }));
  const child = await startProcess({
    name: "Redis",
    command,
    args: [configFile], // The password stands in the file: arguments are visible to every user.
    env: systemEnvironment(),
    cwd: options.dir,
    logFile: options.logFile ?? join(options.dir, "redis.log"),
  });
  const url = `redis://:${password}@${HOST}:${port}`;
  await waitUntilReady({ child, timeoutMs: READY_TIMEOUT_MS, isReady: () => answersPing(url) });
  return { ...child, url, port };
}

function configuration(input: { port: number; password: string; dir: string }): string {
  return [
    `bind ${HOST}`,
    `port ${input.port}`,
    `requirepass ${input.password}`,
    `dir ${JSON.stringify(input.dir)}`,
    "daemonize no",
    "databases 256",
    "maxmemory-policy noeviction",
    "appendonly yes",
    "appendfsync everysec",
    'save ""', // The append-only file is enough.
    "",
  ].join("\n");
}

async function answersPing(url: string): Promise<boolean> {
  const options = { lazyConnect: true, retryStrategy: () => null, connectTimeout: PING_TIMEOUT_MS } as const;
  const client = new Redis(url, options);
  client.on("error", () => undefined); // The rejection of connect() says the same.
  try {
    await client.connect();
    return (await client.ping()) === "PONG";
  } finally {
    client.disconnect();
  }
}
