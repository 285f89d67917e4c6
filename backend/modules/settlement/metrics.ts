import type pg from "pg";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { AlertKind } from "./alerts.ts";
import { ageOfOldestUnpaid, countBatches } from "./gauge.store.ts";

export interface SettlementMetrics {
  readonly registry: Registry;
  readonly rounds: Counter<"result">;
  readonly roundDuration: Histogram;
  countAlert(kind: AlertKind): void;
}

const ROUND_BUCKETS_S = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60];

/** What an operator watches of settlement; the gauges are read from the books when asked for. */
export function createSettlementMetrics(pool: pg.Pool): SettlementMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const alerts = new Counter({
    name: "fairhouse_settlement_alerts_total",
    help: "Conditions that somebody should look at, by kind",
    labelNames: ["kind"],
    registers,
  });
  new Gauge({
    name: "fairhouse_settlement_batches",
    help: "Payout batches that are not final, by status",
    labelNames: ["status"],
    registers,
    async collect() {
      this.reset();
      for (const { status, count } of await countBatches(pool)) this.set({ status }, Number(count));
    },
  });
  new Gauge({
    name: "fairhouse_settlement_oldest_withdrawal_seconds",
    help: "Age of the oldest withdrawal that is not paid; 0 when there is none",
    registers,
    async collect() {
      this.set(await ageOfOldestUnpaid(pool));
    },
  });
  return {
    registry,
    rounds: new Counter({
      name: "fairhouse_settlement_rounds_total",
      help: "Rounds of settlement, by result",
      labelNames: ["result"],
      registers,
    }),
    roundDuration: new Histogram({
      name: "fairhouse_settlement_round_seconds",
      help: "Time that a round of settlement takes",
      buckets: ROUND_BUCKETS_S,
      registers,
    }),
    countAlert: (kind) => alerts.inc({ kind }),
  };
}
