import type { Database } from "#backend/db/client.ts";
import type { Page } from "#backend/http/listPage.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import type { BalanceView, DepositView, WithdrawalView } from "#domain/api/wallet.ts";
import { readBalances } from "./balances.store.ts";
import { findDeposit, listDeposits } from "./deposits.store.ts";
import { findWithdrawal, listWithdrawals } from "./withdrawals.store.ts";

/** Whose wallet is looked into. */
export interface WalletOwner {
  readonly tenantId: number;
  readonly userId: string;
}

/** What a user has, and what is on its way in or out. */
export interface Wallet {
  balances(owner: WalletOwner): Promise<BalanceView[]>;
  /** The balances of several users of a house, by user, in one reading. */
  balancesOf(tenantId: number, userIds: readonly string[]): Promise<ReadonlyMap<string, BalanceView[]>>;
  /** Newest first. @throws CursorInvalid */
  deposits(owner: WalletOwner, page: PageQuery): Promise<Page<DepositView>>;
  /** Newest first. @throws CursorInvalid */
  withdrawals(owner: WalletOwner, page: PageQuery): Promise<Page<WithdrawalView>>;
  /** Null when it is not the owner's. */
  deposit(owner: WalletOwner, id: string): Promise<DepositView | null>;
  withdrawal(owner: WalletOwner, id: string): Promise<WithdrawalView | null>;
}

export function createWallet(db: Database): Wallet {
  return {
    balances: async ({ tenantId, userId }) =>
      (await readBalances(db.forTenant(tenantId), [userId])).get(userId) ?? [],
    balancesOf: (tenantId, userIds) => readBalances(db.forTenant(tenantId), userIds),
    deposits: ({ tenantId, userId }, page) =>
      listDeposits(db.forTenant(tenantId), tenantId, { userId, page }),
    withdrawals: ({ tenantId, userId }, page) =>
      listWithdrawals(db.forTenant(tenantId), tenantId, { userId, page }),
    deposit: ({ tenantId, userId }, id) => findDeposit(db.forTenant(tenantId), { userId, id }),
    withdrawal: ({ tenantId, userId }, id) => findWithdrawal(db.forTenant(tenantId), { userId, id }),
  };
}
