import { FairhouseError } from "#domain/errors.ts";

/** Why a signer refuses; stable codes that a worker may switch on. */
export const REFUSAL_REASONS = [
  "REQUEST_MALFORMED",
  "SIGNER_STOPPED",
  "KEY_UNAVAILABLE",
  "CHAIN_UNREADABLE",
  "BATCH_ID_INVALID",
  "BATCH_ID_REUSED",
  "ENTRY_NONCE_REUSED",
  "VAULT_NOT_ALLOWED",
  "TYPE_NOT_ALLOWED",
  "ENTRIES_INVALID",
  "ENTRIES_HASH_MISMATCH",
  "COUNT_MISMATCH",
  "TOTAL_MISMATCH",
  "VAULT_PAYS_ITSELF",
  "DEADLINE_PASSED",
  "DEADLINE_TOO_FAR",
  "BATCH_CAP_EXCEEDED",
  "DAY_CAP_EXCEEDED",
  "RECIPIENT_BATCH_CAP_EXCEEDED",
  "RECIPIENT_DAY_CAP_EXCEEDED",
  "SIGNER_EPOCH_STALE",
  "SIGNER_NOT_OBEYED",
  "CHECKPOINT_REQUIRED",
  "CHECKPOINT_UNPUBLISHED",
  "CHECKPOINT_SUPERSEDED",
  "CHECKPOINT_MISMATCH",
  "PROOFS_INCOMPLETE",
  "LEAF_NOT_IN_CHECKPOINT",
  "ENTRY_ACCOUNT_INVALID",
  "ENTRY_KIND_NOT_ALLOWED",
  "ENTRY_AMOUNT_NOT_ALLOWED",
  "ENTRY_DAY_CAP_EXCEEDED",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** The signer will not sign this. */
export class SigningRefused extends FairhouseError {
  readonly code = "SIGNING_REFUSED";
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
