import { setTimeout } from "node:timers/promises";

/** Waits for at least so long, unless the signal says stop. @returns false when it does */
export async function rest(ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms <= 0) return !signal.aborted;
  // A timer may fire a fraction of a millisecond early.
  await setTimeout(Math.ceil(ms), undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}
