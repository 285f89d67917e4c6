import type { Clock } from "#backend/adapters/clock.ts";
import type { Log } from "#backend/adapters/log.ts";

/**
 * What an operator must hear about; each is a label of the metric `fairhouse_settlement_alerts_total`, and has its
 * line in `docs/OPERATIONS.md`.
 */
export const ALERT_KINDS = [
  "payouts_paused",
  "payout_passed_over",
  "books_behind_signer",
  "too_many_open_batches",
  "signature_refused",
  "signature_wrong",
  "batch_not_carried",
  "batch_cannot_run",
  "batch_expired",
  "batch_stuck",
  "transaction_reverted",
  "transaction_dropped",
  "transaction_stuck",
  "nonce_taken",
  "fees_above_cap",
  "gas_above_cap",
  "sender_underfunded",
  "gas_money_low",
  "broadcast_refused",
  "checkpoint_refused",
  "checkpoint_epoch_taken",
  "checkpoint_late",
  "token_without_currency",
  "step_failed",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export interface Alerts {
  /** `subject` names what it is about (a batch id, say): the same news about it is logged once a while. */
  raise(kind: AlertKind, subject: string, details?: Readonly<Record<string, unknown>>): void;
}

const REPEAT_AFTER_MS = 60_000;
const MAX_REMEMBERED = 1_000;

export interface AlertsOptions {
  readonly log: Log;
  readonly count: (kind: AlertKind) => void;
  readonly clock: Clock;
}

/** Alerts as structured log lines and a counter; the counter counts what the log leaves out. */
export function createAlerts({ log, count, clock }: AlertsOptions): Alerts {
  const lastLoggedAt = new Map<string, number>();
  return {
    raise(kind, subject, details = {}) {
      count(kind);
      const key = `${kind} ${subject}`;
      const now = clock.now();
      if (now - (lastLoggedAt.get(key) ?? Number.NEGATIVE_INFINITY) < REPEAT_AFTER_MS) return;
      if (lastLoggedAt.size >= MAX_REMEMBERED) lastLoggedAt.clear();
      lastLoggedAt.set(key, now);
      log.error({ alert: kind, subject, ...details }, `settlement alert: ${kind.replaceAll("_", " ")}`);
    },
  };
}
