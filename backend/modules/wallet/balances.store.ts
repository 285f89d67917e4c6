import type { TenantDatabase } from "#backend/db/client.ts";
import type { BalanceView } from "#domain/api/wallet.ts";
import { balanceViewOf, type ShownAccount } from "./balanceView.ts";

interface AccountRow extends ShownAccount {
  readonly owner_id: string;
  readonly currency: string;
}

/** Each user's balances in every currency of the house, zeros included. */
export async function readBalances(
  db: TenantDatabase,
  userIds: readonly string[],
): Promise<Map<string, BalanceView[]>> {
  // One after the other: a reading, of which sockets ask for many, never holds two connections.
  const currencies = await db.currency.findMany({ orderBy: { code: "asc" }, select: { code: true } });
  // As one array: a query with a parameter per user keeps the process busy for tenths of a second.
  const accounts = await db.$queryRaw<AccountRow[]>`
    SELECT owner_id, kind, currency, balance FROM accounts
    WHERE owner_id = ANY(${[...userIds]}::uuid[])
      AND kind IN ('player_cash', 'player_confirming', 'withdrawal_pending', 'payout_credit')`;
  const byOwner = Map.groupBy(accounts, ({ owner_id: ownerId }) => ownerId);
  return new Map(
    userIds.map((userId) => {
      const own = byOwner.get(userId) ?? [];
      const ofCurrency = (code: string) => own.filter(({ currency }) => currency === code);
      return [userId, currencies.map(({ code }) => balanceViewOf(code, ofCurrency(code)))];
    }),
  );
}
