import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningPostgres, startPostgres } from "#scripts/runtime/postgres.ts";
import type { RunningProcess } from "#scripts/runtime/process.ts";

/** Where the bench plays: its folder, and everything that must end with it. */
export interface Stage {
  readonly folder: string;
  readonly say: (line: string) => void;
  /** Remembers a process that is starting, so that it ends at the latest when the stage is cleared. */
  readonly keep: <Kept extends Pick<RunningProcess, "stop">>(starting: Promise<Kept>) => Promise<Kept>;
  /** Ends every process and deletes every file; safe to call again. */
  readonly clear: () => Promise<void>;
}

export async function openStage(say: Stage["say"]): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "fairhouse-bench-"));
  await chmod(folder, 0o755); // Postgres may run as another user; its data and passwords stay private.
  const kept: Promise<Pick<RunningProcess, "stop">>[] = [];
  let clearing: Promise<void> | undefined;

  async function clear(): Promise<void> {
    // The last one first: a database server waits for those who still write.
    for (let starting = kept.pop(); starting !== undefined; starting = kept.pop()) {
      const process = await starting.catch(() => undefined);
      await process?.stop();
    }
    await rm(folder, { recursive: true, force: true });
  }

  return {
    folder,
    say,
    keep(starting) {
      kept.push(starting);
      return starting;
    },
    clear() {
      clearing ??= clear();
      return clearing;
    },
  };
}

/** A durable Postgres that remembers when each transaction was committed. */
export function startBenchPostgres({ folder, keep }: Stage): Promise<RunningPostgres> {
  const settings = { track_commit_timestamp: "on" };
  return keep(startPostgres({ dataDir: join(folder, "postgres"), durable: true, settings }));
}
