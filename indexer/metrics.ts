import { Counter, Gauge, Registry } from "prom-client";
import type { AlertKind } from "#indexer/alerts.ts";
import type { Confirmation } from "#indexer/confirmFinal.ts";
import { createNodeMetrics, type NodeMetrics } from "#indexer/nodeMetrics.ts";
import { createStepMetrics, type StepMetrics } from "#indexer/stepMetrics.ts";
import { createVaultGauges, type VaultGauges } from "#indexer/vaultGauges.ts";
import { type LabelledVault, labelsOf, OF_VAULT } from "#indexer/vaultLabels.ts";

/** What is counted about indexing. */
export interface IndexerMetrics extends NodeMetrics, StepMetrics, VaultGauges {
  readonly registry: Registry;
  halted(vault: LabelledVault): void;
  confirmed(vault: LabelledVault, verdict: Confirmation["verdict"]): void;
  alerted(kind: AlertKind): void;
  reconciled(vault: LabelledVault, currency: string, varianceMinor: bigint): void;
}

export function createMetrics(): IndexerMetrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });

  const stopped = gauge("fairhouse_indexer_halted", "1 when indexing waits for a person", OF_VAULT);
  const confirmations = counter(
    "fairhouse_indexer_confirmations_total",
    "Ranges read again before they became final, by what that showed",
    [...OF_VAULT, "verdict"],
  );
  const variance = gauge("fairhouse_reconciliation_variance_minor", "Vault minus ledger", [
    ...OF_VAULT,
    "currency",
  ]);
  const checks = counter("fairhouse_reconciliations_total", "Checks of the books", [...OF_VAULT, "currency"]);
  const alerts = counter("fairhouse_indexer_alerts_total", "What an operator must hear about", ["kind"]);

  return {
    registry,
    ...createNodeMetrics(registry),
    ...createStepMetrics(registry),
    ...createVaultGauges(registry),
    halted: (vault) => stopped.set(labelsOf(vault), 1),
    alerted: (kind) => alerts.inc({ kind }),
    confirmed: (vault, verdict) => confirmations.inc({ ...labelsOf(vault), verdict }),
    reconciled(vault, currency, varianceMinor) {
      const labels = { ...labelsOf(vault), currency };
      variance.set(labels, Number(varianceMinor));
      checks.inc(labels);
    },
  };
}
