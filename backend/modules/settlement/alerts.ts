import type { AlertDesk } from "#backend/db/alertDesk.ts";

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
  "anchor_refused",
  "anchor_epoch_taken",
  "token_without_currency",
  "step_failed",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Where settlement's news goes that an operator must hear of. */
export type Alerts = AlertDesk<AlertKind>;
