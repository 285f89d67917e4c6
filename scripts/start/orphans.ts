import { setTimeout as sleep } from "node:timers/promises";
import { processStart } from "#scripts/runtime/processTable.ts";
import type { RecordedProcess } from "#scripts/start/runFile.ts";

const POLL_MS = 100;
const GRACE_MS = 15_000;

/**
 * Ends what a house left running when its supervisor was killed. Only processes whose id and start time both match are
 * ours. They are asked in reverse order of their start, so that services go before the database.
 */
export async function stopOrphans(recorded: readonly RecordedProcess[]): Promise<number> {
  const orphans = recorded.filter(isAlive).reverse();
  for (const orphan of orphans) {
    const isServer = orphan.name === "postgres";
    process.kill(orphan.pid, isServer ? "SIGINT" : "SIGTERM");
    await waitForEnd(orphan);
  }
  return orphans.length;
}

async function waitForEnd(orphan: RecordedProcess): Promise<void> {
  const deadline = performance.now() + GRACE_MS;
  while (isAlive(orphan) && performance.now() < deadline) await sleep(POLL_MS);
  if (isAlive(orphan)) process.kill(-orphan.pid, "SIGKILL");
}

function isAlive({ pid, start }: RecordedProcess): boolean {
  return processStart(pid) === start;
}
