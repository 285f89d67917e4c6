import type pg from "pg";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { AlertKind } from "./alerts.ts";
import { ageOfOldestBatch, ageOfOldestUnpaid, countBatches, countFailing } from "./gauge.store.ts";
import type { Purpose } from "./purpose.ts";

export interface SettlementMetrics {
  readonly registry: Registry;
  readonly rounds: Counter<"result">;
  readonly roundDuration: Histogram;
  showGasMoney(pays: Purpose["kind"], balanceWei: bigint): void;
  countAlert(kind: AlertKind): void;
  countGas(pays: Purpose["kind"], costWei: bigint): void;
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
    name: "fairhouse_settlement_oldest_batch_seconds",
    help: "Age of the oldest batch that is not executed; 0 when there is none",
    registers,
    async collect() {
      this.set(await ageOfOldestBatch(pool));
    },
  });
  new Gauge({
    name: "fairhouse_settlement_failing_batches",
    help: "Batches that are not executed and did not get on when they were tried last, by cause",
    labelNames: ["cause"],
    registers,
    async collect() {
      this.reset();
      for (const { cause, count } of await countFailing(pool)) this.set({ cause }, Number(count));
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
  const gasSpent = new Counter({
    name: "fairhouse_settlement_gas_spent_coins_total",
    help: "What mined transactions paid for gas, in coins, by what they were for",
    labelNames: ["pays"],
    registers,
  });
  const gasMoney = new Gauge({
    name: "fairhouse_settlement_gas_money_coins",
    help: "What is left to pay gas with, in coins, by what it pays for",
    labelNames: ["pays"],
    registers,
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
    countGas: (pays, costWei) => gasSpent.inc({ pays }, inCoins(costWei)),
    showGasMoney: (pays, balanceWei) => gasMoney.set({ pays }, inCoins(balanceWei)),
  };
}

/** For display: a metric is a double anyway. */
const WEI_PER_COIN = 1e18;

function inCoins(wei: bigint): number {
  return Number(wei) / WEI_PER_COIN;
}
