const FIRST_DELAY_MS = 100;
/** Also the wait after a failure that asking again soon will not cure. */
export const MAX_DELAY_MS = 5_000;
const MAX_DOUBLINGS = 10;

/** How long to wait after so many failures in a row: doubling from 100 ms up to 5 s. */
export function backoffMs(failures: number): number {
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures - 1, MAX_DOUBLINGS));
}

/** Waits, or returns at once when the signal says stop. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
