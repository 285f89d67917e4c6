import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "#scripts/runtime/postgres.ts";
import type { RunningProcess } from "#scripts/runtime/process.ts";
import { startRedis } from "#scripts/runtime/redis.ts";
import { processStats } from "./processStats.ts";

/** A server that can be lost and started again, at the same address and with what it had on disk. */
export interface MortalServer {
  readonly pid: number;
  readonly url: string;
  /** `kill -9` of all its processes. */
  kill(): Promise<void>;
  /** As an operator would, after it was killed or stopped. */
  startAgain(settings?: ServerSettings): Promise<void>;
  stop(): Promise<void>;
}

/** Settings of a server of which it has others by itself. */
export type ServerSettings = Readonly<Record<string, string>>;

export interface BenchServers {
  readonly postgres: MortalServer;
  readonly redis: MortalServer;
  readonly folder: string;
  stop(): Promise<void>;
}

/** A durable Postgres and a Redis of the bench's own. */
export async function startBenchServers(settings: ServerSettings = {}): Promise<BenchServers> {
  const folder = await mkdtemp(join(tmpdir(), "fairhouse-bench-"));
  await chmod(folder, 0o755);
  const dataDir = join(folder, "postgres");
  const postgres = await keep((known) => startPostgres({ dataDir, durable: true, ...known }), settings);
  const dir = join(folder, "redis");
  const redis = await keep(({ settings: _none, ...known }) =>
    startRedis({ dir, report: console.error, ...known }),
  );
  return {
    postgres,
    redis,
    folder,
    async stop() {
      await Promise.all([postgres.stop(), redis.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Known {
  readonly settings: ServerSettings;
  readonly port?: number;
}

async function keep(
  start: (known: Known) => Promise<RunningProcess & { readonly url: string; readonly port: number }>,
  settings: ServerSettings = {},
): Promise<MortalServer> {
  let running = await start({ settings });
  return {
    get pid() {
      return running.pid;
    },
    get url() {
      return running.url;
    },
    async kill() {
      const children = (await processStats()).filter(({ parent }) => parent === running.pid);
      for (const pid of [running.pid, ...children.map((child) => child.pid)]) killIfAlive(pid);
      await running.exited;
    },
    async startAgain(changed = {}) {
      running = await start({ settings: changed, port: running.port });
    },
    async stop() {
      await running.stop();
    },
  };
}

/** A child may have ended by itself since it was looked up. */
function killIfAlive(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
