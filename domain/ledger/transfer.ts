import { FairhouseError } from "#domain/errors.ts";
import type { Account } from "#domain/ledger/accounts.ts";

/** Why money moved. */
export const TRANSFER_CODES = [
  "deposit_observed",
  "deposit_finalized",
  "deposit_reversed",
  "bet_stake",
  "bet_payout",
  "jackpot_share",
  "bonus_released",
  "round_stake",
  "round_stake_taken",
  "round_payout",
  "round_stake_returned",
  "crash_stake",
  "crash_stake_taken",
  "crash_payout",
  "crash_stake_returned",
  "withdrawal_requested",
  "withdrawal_paid",
  "withdrawal_credited",
  "withdrawal_cancelled",
  "credit_claimed",
  "payout_reversed",
  "bankroll_observed",
  "bankroll_funded",
  "bankroll_reversed",
  "bankroll_withdrawn",
  "entry_received",
  "entry_reversed",
  "exit_paid",
  "exit_settled",
  "exit_reversed",
  "suspense_recorded",
  "suspense_resolved",
  "commission_accrued",
  "commission_paid",
  "commission_clawed_back",
  "bet_stake_returned",
  "bet_payout_returned",
] as const;

export type TransferCode = (typeof TRANSFER_CODES)[number];

/**
 * One amount moving from one account to another: the balance of the debited account falls by it, that of the
 * credited account rises by it. Cause and leg together are unique for ever, which makes a transfer idempotent.
 */
export type Transfer = {
  /** What caused the movement, as a uuid; all transfers of one cause happen together. */
  readonly causeId: string;
  /** The place of this transfer among those of its cause, from 0. */
  readonly leg: number;
  readonly code: TransferCode;
  readonly debitAccountId: bigint;
  readonly creditAccountId: bigint;
  readonly amountMinor: bigint;
};

/** A transfer with its accounts as they are known before it. */
export type TransferOrder = {
  readonly causeId: string;
  readonly leg: number;
  readonly code: TransferCode;
  readonly debit: Pick<Account, "id" | "currency">;
  readonly credit: Pick<Account, "id" | "currency">;
  readonly amountMinor: bigint;
};

/**
 * Makes a transfer.
 *
 * @throws TransferAmountInvalid when the amount is not positive
 * @throws TransferWithinAccount when both accounts are the same
 * @throws TransferAcrossCurrencies when the accounts differ in currency
 */
export function createTransfer({ causeId, leg, code, debit, credit, amountMinor }: TransferOrder): Transfer {
  if (amountMinor <= 0n) throw new TransferAmountInvalid(amountMinor);
  if (debit.id === credit.id) throw new TransferWithinAccount(debit.id);
  if (debit.currency !== credit.currency) throw new TransferAcrossCurrencies(debit.currency, credit.currency);
  return { causeId, leg, code, debitAccountId: debit.id, creditAccountId: credit.id, amountMinor };
}

/** True when a repeated transfer says the same as the first one did; otherwise its id was used twice. */
export function sameTransfer(a: Transfer, b: Transfer): boolean {
  return (
    a.causeId === b.causeId &&
    a.leg === b.leg &&
    a.code === b.code &&
    a.debitAccountId === b.debitAccountId &&
    a.creditAccountId === b.creditAccountId &&
    a.amountMinor === b.amountMinor
  );
}

/** A transfer moves at least one minor unit. */
export class TransferAmountInvalid extends FairhouseError {
  readonly code = "TRANSFER_AMOUNT_INVALID";
  readonly amountMinor: bigint;

  constructor(amountMinor: bigint) {
    super(`A transfer cannot move ${amountMinor} minor units: move at least 1.`);
    this.amountMinor = amountMinor;
  }
}

/** A transfer needs two accounts. */
export class TransferWithinAccount extends FairhouseError {
  readonly code = "TRANSFER_WITHIN_ACCOUNT";
  readonly accountId: bigint;

  constructor(accountId: bigint) {
    super(`Account ${accountId} cannot transfer to itself: name two accounts.`);
    this.accountId = accountId;
  }
}

/** A transfer stays within one currency. */
export class TransferAcrossCurrencies extends FairhouseError {
  readonly code = "TRANSFER_ACROSS_CURRENCIES";
  readonly debitCurrency: string;
  readonly creditCurrency: string;

  constructor(debitCurrency: string, creditCurrency: string) {
    super(`A transfer cannot turn ${debitCurrency} into ${creditCurrency}: name accounts of one currency.`);
    this.debitCurrency = debitCurrency;
    this.creditCurrency = creditCurrency;
  }
}
