import type { RepeatedJob } from "#backend/adapters/queue.ts";
import type { CheckpointWatch } from "#backend/modules/checkpoints/watchCheckpoints.ts";
import type { SettlementMetrics } from "./metrics.ts";
import { settleAll, settleAtOrder } from "./settlement.service.ts";
import type { Settlement } from "./settlement.ts";
import { settleOrder } from "./settleOrder.ts";
import { watchFunds } from "./watchFunds.ts";
import { watchVaults } from "./watchVaults.ts";

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

const FUNDS_EVERY_MS = 60_000;

/** A look at the gas money, every minute. */
export function fundsJob(
  settlement: Settlement,
  { chainId, metrics }: Pick<SettleJobOptions, "chainId" | "metrics">,
): RepeatedJob {
  return {
    name: "watch-funds",
    everyMs: FUNDS_EVERY_MS,
    async run() {
      for (const { pays, balanceWei } of await watchFunds(settlement, chainId)) {
        metrics.showGasMoney(pays, balanceWei);
      }
    },
  };
}

const CHECKPOINTS_EVERY_MS = 60_000;

/** A look, every minute, at what lets the exit come nearer. */
export function checkpointsJob(watch: CheckpointWatch, chainId: number): RepeatedJob {
  return {
    name: "watch-checkpoints",
    everyMs: CHECKPOINTS_EVERY_MS,
    run: () => watchVaults(watch, chainId),
  };
}

/** Carries out what operators ask for. It throws while the vault is busy, to be called again. */
export function orderHandler(settlement: Settlement, chainId: number): (order: unknown) => Promise<void> {
  return (order) => settleAtOrder(settlement, chainId, settleOrder.parse(order));
}
