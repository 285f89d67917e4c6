import type { Logger } from "pino";
import type { Alerts } from "#indexer/alerts.ts";
import type { IndexerMetrics } from "#indexer/metrics.ts";
import type { Checked } from "#indexer/reconcile.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** Who hears of a check of the books. */
export interface CheckReport {
  readonly metrics: Pick<IndexerMetrics, "reconciled">;
  readonly alerts: Alerts;
  readonly log: Logger;
}

/** Counts a check, and raises an alert for one that found something. */
export function reportCheck(
  { metrics, alerts, log }: CheckReport,
  vault: HouseVault,
  checked: Checked,
): void {
  const { currency, varianceMinor, findings, blockNumber, hasStoppedPayouts, searchFailure } = checked;
  if (searchFailure !== undefined)
    log.warn({ err: searchFailure, currency }, "could not search for where a difference begins");
  metrics.reconciled(vault, currency, varianceMinor);
  if (findings.length === 0) return;
  const facts = { currency, block: blockNumber, varianceMinor, findings, hasStoppedPayouts };
  alerts.raise("books_disagree", vault, `${vault.address} ${currency}`, facts);
}
