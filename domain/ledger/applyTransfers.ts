import { invariant } from "#domain/errors.ts";
import { type Account, isBalanceAllowed } from "#domain/ledger/accounts.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";

/** Accounts by id. */
export type Accounts<A extends Account = Account> = ReadonlyMap<bigint, A>;

/**
 * The accounts after the transfers, made in order; neither argument changes.
 *
 * Both accounts are checked after each transfer, so that money cannot be spent before it has come in.
 *
 * @throws InsufficientBalance when an account would leave the balances that its kind allows
 * @throws InvariantError when a transfer names an account that was not given
 */
export function applyTransfers<A extends Account>(
  accounts: Accounts<A>,
  transfers: readonly Transfer[],
): Map<bigint, A> {
  const after = new Map(accounts);
  for (const { debitAccountId, creditAccountId, amountMinor } of transfers) {
    move(after, debitAccountId, -amountMinor);
    move(after, creditAccountId, amountMinor);
  }
  return after;
}

function move<A extends Account>(accounts: Map<bigint, A>, id: bigint, changeMinor: bigint): void {
  const account = accounts.get(id);
  invariant(account !== undefined, `account ${id} of a transfer is among the accounts loaded for it`);
  const balanceMinor = account.balanceMinor + changeMinor;
  if (!isBalanceAllowed(account.kind, balanceMinor)) {
    throw new InsufficientBalance(account.balanceMinor, changeMinor < 0n ? -changeMinor : changeMinor);
  }
  accounts.set(id, { ...account, balanceMinor });
}
