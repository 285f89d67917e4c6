import type { RepeatedJob } from "#backend/adapters/queue.ts";
import type { SettlementMetrics } from "./metrics.ts";
import { settleAll } from "./settlement.service.ts";
import type { Settlement } from "./settlement.ts";

export interface SettleJobOptions {
  readonly settlement: Settlement;
  readonly chainId: number;
  readonly everyMs: number;
  readonly metrics: SettlementMetrics;
}

/** One round of settlement, every few seconds. */
export function settleJob({ settlement, chainId, everyMs, metrics }: SettleJobOptions): RepeatedJob {
  return {
    name: "settle",
    everyMs,
    async run() {
      const endTimer = metrics.roundDuration.startTimer();
      try {
        const failures = await settleAll(settlement, chainId);
        metrics.rounds.inc({ result: failures.length === 0 ? "done" : "incomplete" });
      } catch (error) {
        metrics.rounds.inc({ result: "failed" });
        throw error;
      } finally {
        endTimer();
      }
    },
  };
}
