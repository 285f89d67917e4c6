import { invariant } from "#domain/errors.ts";
import type { Transfer, TransferCode } from "#domain/ledger/transfer.ts";

/**
 * The transfers that undo those of a dropped event: the same amounts the other way, last one first, under a
 * cause of their own. Nothing is deleted, so the books show that the event was there and went away.
 *
 * @param causeId the cause of the event's reversal
 * @param transfers what the event posted when it was seen
 */
export function reverseTransfers(causeId: string, transfers: readonly Transfer[]): Transfer[] {
  return transfers.toReversed().map((transfer) => ({
    ...transfer,
    causeId,
    code: reversalCode(transfer.code),
    debitAccountId: transfer.creditAccountId,
    creditAccountId: transfer.debitAccountId,
  }));
}

function reversalCode(code: TransferCode): TransferCode {
  switch (code) {
    case "deposit_observed":
      return "deposit_reversed";
    case "bankroll_observed":
    case "bankroll_withdrawn":
      return "bankroll_reversed";
    case "entry_received":
      return "entry_reversed";
    case "exit_paid":
      return "exit_reversed";
    case "withdrawal_paid":
    case "withdrawal_credited":
    case "credit_claimed":
    case "suspense_recorded":
      return "payout_reversed";
    default:
      invariant(false, `a dropped event never posted ${code}`);
  }
}
