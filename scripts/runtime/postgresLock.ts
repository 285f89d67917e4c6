import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AlreadyRunningError } from "#scripts/runtime/errors.ts";
import { processCommand } from "#scripts/runtime/processTable.ts";

/**
 * Looks at the lock that a server leaves in its data folder. A lock whose process is gone is left to
 * Postgres, which also checks that no orphaned backend is still attached. One whose id meanwhile belongs to
 * another program (after a restart of a container, ids begin anew) would block Postgres for ever, and goes.
 * @throws AlreadyRunningError when a living server has the folder open.
 */
export function clearStaleLock(dataDir: string): void {
  const lock = join(dataDir, "postmaster.pid");
  const pid = lockHolder(lock);
  const command = pid === undefined ? undefined : processCommand(pid);
  if (command === undefined) return;
  if (command.includes("postgres") && command.includes(dataDir)) {
    throw new AlreadyRunningError(`Postgres already runs on ${dataDir} as process ${pid}: stop it first.`);
  }
  rmSync(lock);
}

function lockHolder(lock: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(lock, "utf8"), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined; // No lock: the last stop was an orderly one.
  }
}
