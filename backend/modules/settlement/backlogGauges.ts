import type pg from "pg";
import { Gauge, type Registry } from "prom-client";
import { ageOfOldestBatch, ageOfOldestUnpaid, countBatches, countFailing } from "./gauge.store.ts";

/** What waits to be settled, read from the books whenever somebody asks. */
export function showBacklog(registry: Registry, pool: pg.Pool): void {
  const registers = [registry];
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
}
