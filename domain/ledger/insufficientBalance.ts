import { FairhouseError } from "#domain/errors.ts";

/** An account that may not go negative has less than the amount asked of it. */
export class InsufficientBalance extends FairhouseError {
  readonly code = "INSUFFICIENT_BALANCE";
  readonly balanceMinor: bigint;
  readonly amountMinor: bigint;

  constructor(balanceMinor: bigint, amountMinor: bigint) {
    super(`The balance of ${balanceMinor} minor units does not cover ${amountMinor}: use a smaller amount.`);
    this.balanceMinor = balanceMinor;
    this.amountMinor = amountMinor;
  }
}
