import { mkdir, rm, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 200;
/** No compilation takes this long: a lock of that age was left behind by a process that was killed. */
const STALE_MS = 180_000;
/** Long enough to outlive one stale lock, and one compilation after it. */
const MAX_POLLS = (2 * STALE_MS) / POLL_MS;

/** Two compilations at once would write the same artifacts: `work` runs in one process at a time. */
export async function withCompileLock(folder: string, work: () => Promise<void>): Promise<void> {
  for (let poll = 0; poll < MAX_POLLS; poll += 1) {
    if (await take(folder)) {
      try {
        return await work();
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
    await dropIfStale(folder);
    await sleep(POLL_MS);
  }
  throw new Error(
    `The contracts are still being compiled by another process; if none runs, delete ${folder}.`,
  );
}

/** Making a folder either succeeds for one process or fails for all others. */
async function take(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function dropIfStale(folder: string): Promise<void> {
  const held = await stat(folder).catch(() => undefined);
  if (held !== undefined && Date.now() - held.mtimeMs > STALE_MS)
    await rm(folder, { recursive: true, force: true });
}
