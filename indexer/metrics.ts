import { Counter, Gauge, Registry } from "prom-client";
import type { StepResult } from "#indexer/session.ts";
import type { RpcFailure } from "#indexer/source/rpcFailure.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** What is counted about indexing. */
export interface IndexerMetrics {
  readonly registry: Registry;
  observe(vault: HouseVault, result: StepResult): void;
  halted(vault: HouseVault): void;
  rpcFailed(failure: RpcFailure, host: string): void;
  reconciled(vault: HouseVault, currency: string, varianceMinor: bigint): void;
}

export function createMetrics(): IndexerMetrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });

  const head = gauge("fairhouse_indexer_head_block", "Newest block of the chain", ["vault"]);
  const cursor = gauge("fairhouse_indexer_cursor_block", "Last recorded block", ["vault"]);
  const final = gauge("fairhouse_indexer_final_block", "Last block whose money is final", ["vault"]);
  const stopped = gauge("fairhouse_indexer_halted", "1 when indexing waits for a person", ["vault"]);
  const events = counter("fairhouse_indexer_events_total", "Recorded events", ["vault"]);
  const reorgs = counter("fairhouse_indexer_reorgs_total", "Rewinds", ["vault"]);
  const failures = counter("fairhouse_indexer_rpc_failures_total", "Failed requests", ["host", "kind"]);
  const variance = gauge("fairhouse_reconciliation_variance_minor", "Vault minus ledger", [
    "vault",
    "currency",
  ]);
  const checks = counter("fairhouse_reconciliations_total", "Checks of the books", ["vault", "currency"]);

  return {
    registry,
    observe({ address }, result) {
      const vault = { vault: address };
      head.set(vault, Number(result.headNumber));
      if (result.kind === "waiting") return;
      cursor.set(vault, Number(result.cursor.number));
      final.set(vault, Number(result.cursor.finalNumber));
      if (result.kind === "recorded") events.inc(vault, result.events);
      if (result.kind === "rewound") reorgs.inc(vault);
    },
    halted: ({ address }) => stopped.set({ vault: address }, 1),
    rpcFailed: ({ kind }, host) => failures.inc({ host, kind }),
    reconciled({ address }, currency, varianceMinor) {
      variance.set({ vault: address, currency }, Number(varianceMinor));
      checks.inc({ vault: address, currency });
    },
  };
}
