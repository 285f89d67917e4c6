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
  const balances = new Map<bigint, Running<A>>();
  for (const { debitAccountId, creditAccountId, amountMinor } of transfers) {
    move(running(accounts, balances, debitAccountId), -amountMinor);
    move(running(accounts, balances, creditAccountId), amountMinor);
  }
  const after = new Map(accounts);
  for (const [id, { account, balanceMinor }] of balances) after.set(id, { ...account, balanceMinor });
  return after;
}

/** An account on the way; changed in place, because an account may take part in thousands of transfers. */
interface Running<A extends Account> {
  readonly account: A;
  balanceMinor: bigint;
}

function running<A extends Account>(
  accounts: Accounts<A>,
  balances: Map<bigint, Running<A>>,
  id: bigint,
): Running<A> {
  const known = balances.get(id);
  if (known !== undefined) return known;
  const account = accounts.get(id);
  invariant(account !== undefined, `account ${id} of a transfer is among the accounts loaded for it`);
  const begun = { account, balanceMinor: account.balanceMinor };
  balances.set(id, begun);
  return begun;
}

function move(running: Running<Account>, changeMinor: bigint): void {
  const balanceMinor = running.balanceMinor + changeMinor;
  if (!isBalanceAllowed(running.account.kind, balanceMinor)) {
    throw new InsufficientBalance(running.balanceMinor, changeMinor < 0n ? -changeMinor : changeMinor);
  }
  running.balanceMinor = balanceMinor;
}
