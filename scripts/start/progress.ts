import type { Report } from "#scripts/runtime/installProgram.ts";

const HEARTBEAT_MS = 10_000;
const MS_PER_SECOND = 1_000;

/** Runs one step and says when it is done; a long one shows now and then that it is alive. */
export async function withProgress<Result>(
  report: Report,
  what: string,
  step: () => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / MS_PER_SECOND).toFixed(1)} s`;
  const heartbeat = setInterval(() => report(`  … ${what}: ${seconds()}`), HEARTBEAT_MS);
  try {
    const result = await step();
    report(`  ✓ ${what} (${seconds()})`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
