import type pg from "pg";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { AlertKind } from "./alerts.ts";
import { showBacklog } from "./backlogGauges.ts";
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

/** What an operator watches of settlement. */
export function createSettlementMetrics(pool: pg.Pool): SettlementMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  showBacklog(registry, pool);
  const alerts = new Counter({
    name: "fairhouse_settlement_alerts_total",
    help: "Conditions that somebody should look at, by kind",
    labelNames: ["kind"],
    registers,
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
