import { FairhouseError } from "#domain/errors.ts";

/** A block took the transaction in, and the vault refused it there. */
export class TransactionReverted extends FairhouseError {
  readonly code = "TRANSACTION_REVERTED";
  readonly hash: string;

  constructor(hash: string) {
    super("The vault refused the transaction. Nothing was paid but its fee.");
    this.hash = hash;
  }
}
