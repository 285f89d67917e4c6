import { setTimeout as sleep } from "node:timers/promises";
import { ServiceNotReadyError } from "#scripts/runtime/errors.ts";
import { endedEarly, type RunningProcess } from "#scripts/runtime/process.ts";

const POLL_MS = 50;

/**
 * Asks `isReady` until it answers true. A rejected answer counts as "not yet".
 * @throws ServiceNotReadyError when the process ends, the time is over, or `stopping` aborts; the process is then gone.
 */
export async function waitUntilReady(options: {
  child: RunningProcess;
  timeoutMs: number;
  isReady: () => Promise<boolean>;
  stopping?: AbortSignal;
}): Promise<void> {
  const { child, timeoutMs, isReady, stopping } = options;
  const deadline = performance.now() + timeoutMs;
  const ended = child.exited.then((exit) => ({ exit }));
  while (performance.now() < deadline && !stopping?.aborted) {
    const answer = await Promise.race([ended, isReady().catch(() => false)]);
    if (typeof answer === "object") throw endedEarly(child, answer.exit);
    if (answer) return;
    await sleep(POLL_MS);
  }
  await child.stop();
  if (stopping?.aborted) throw new ServiceNotReadyError(`${child.name} was told to stop while starting.`);
  throw new ServiceNotReadyError(
    `${child.name} was not ready after ${timeoutMs / 1000} s; its log is ${child.logFile}`,
  );
}
