import { pino } from "pino";
import { describe, expect, test } from "vitest";
import { createMetrics } from "#indexer/metrics.ts";
import { createVaultStatus, isHanging, STEP_HANGS_AFTER_MS, unreadyBecause } from "#indexer/vaultStatus.ts";
import { runWatchdog } from "#indexer/watchdog.ts";
import { until } from "./support/indexerProcess.ts";

describe("a step that waits in vain", () => {
  test("behavior: is noticed from outside, said once, and shown for as long as it lasts", async () => {
    const status = { ...createVaultStatus("0xabc", 0, 97), hasCaughtUp: true, steppingSince: 0 };
    expect(isHanging(status, STEP_HANGS_AFTER_MS)).toBe(false);
    const now = STEP_HANGS_AFTER_MS + 1;
    expect(unreadyBecause(status, now)).toMatch(/^a step hangs/);

    const metrics = createMetrics();
    metrics.watchVaults(
      () => [status],
      () => now,
    );
    const text = await metrics.registry.metrics();
    expect(text).toContain('fairhouse_indexer_step_seconds{chain="97",vault="0xabc"} 30.001');
    expect(text).toContain('fairhouse_indexer_ready{chain="97",vault="0xabc"} 0');

    const lines: string[] = [];
    const stopping = new AbortController();
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    const ended = runWatchdog({ statuses: () => [status], log, now: () => now, signal: stopping.signal });
    await until("it to be said", async () => lines.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    stopping.abort();
    await ended;
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("a step hangs");
  });
});
