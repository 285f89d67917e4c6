import type { Account } from "#domain/ledger/accounts.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";

/** An empty account for a player's cash. */
export function account(overrides: Partial<Account> = {}): Account {
  return { id: 1n, kind: "player_cash", currency: "BNB", balanceMinor: 0n, ...overrides };
}

/** A stake of 10 from account 1 to account 2. */
export function transfer(overrides: Partial<Transfer> = {}): Transfer {
  return {
    causeId: "0191f3c2-7d1e-7c3a-9b52-2f6f0c1f7a10",
    leg: 0,
    code: "bet_stake",
    debitAccountId: 1n,
    creditAccountId: 2n,
    amountMinor: 10n,
    ...overrides,
  };
}

/** Accounts by their ids. */
export function byId(accounts: readonly Account[]): Map<bigint, Account> {
  return new Map(accounts.map((entry) => [entry.id, entry]));
}
