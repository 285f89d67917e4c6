import { type AccountKind, balanceRule } from "#domain/ledger/accounts.ts";

/** What movements do to one account, whatever it holds before them. Minor units. */
export type BalanceChange = {
  readonly accountId: bigint;
  /** By how much the balance is higher in the end. */
  readonly changeMinor: bigint;
  /**
   * What the account must hold before them, so that every step leaves it a balance that its kind allows; never below
   * zero. For the mirror of the vault, it is what the vault must hold.
   */
  readonly neededMinor: bigint;
};

/** Changed in place, because an account may take part in thousands of movements. */
interface Running {
  readonly kind: AccountKind;
  changeMinor: bigint;
  /** The lowest and the highest that the change ever was. */
  lowestMinor: bigint;
  highestMinor: bigint;
}

/**
 * Sums movements up, in their order, without a look at any balance: most accounts only gain, or pass on what has just
 * come in. An account that holds what is needed passes each check of `applyTransfers`, and no other does.
 */
export class BalanceChanges {
  readonly #accounts = new Map<bigint, Running>();

  /** The next movement. @param changeMinor below zero when the account is debited */
  move(accountId: bigint, kind: AccountKind, changeMinor: bigint): void {
    const account = this.#accounts.get(accountId);
    if (account === undefined) {
      const [lowestMinor, highestMinor] = changeMinor < 0n ? [changeMinor, 0n] : [0n, changeMinor];
      this.#accounts.set(accountId, { kind, changeMinor, lowestMinor, highestMinor });
      return;
    }
    account.changeMinor += changeMinor;
    if (account.changeMinor < account.lowestMinor) account.lowestMinor = account.changeMinor;
    if (account.changeMinor > account.highestMinor) account.highestMinor = account.changeMinor;
  }

  /** The accounts that change or must hold something. */
  list(): BalanceChange[] {
    const changes: BalanceChange[] = [];
    for (const [accountId, account] of this.#accounts) {
      const { changeMinor } = account;
      const neededMinor = neededBy(account);
      if (changeMinor !== 0n || neededMinor !== 0n) changes.push({ accountId, changeMinor, neededMinor });
    }
    return changes;
  }
}

function neededBy({ kind, lowestMinor, highestMinor }: Running): bigint {
  switch (balanceRule(kind)) {
    case "non_negative":
      return -lowestMinor;
    case "non_positive":
      return highestMinor;
    case "any":
      return 0n;
  }
}
