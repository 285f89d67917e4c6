import type { TenantDatabase } from "#backend/db/client.ts";
import type { BalanceView } from "#domain/api/wallet.ts";

/** The accounts whose balances a player sees, and what each is called there. */
const PARTS = {
  player_cash: "available",
  player_confirming: "confirming",
  withdrawal_pending: "withdrawing",
  payout_credit: "claimable",
} as const;

interface AccountRow {
  readonly owner_id: string;
  readonly kind: string;
  readonly currency: string;
  readonly balance: bigint;
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
      return [userId, currencies.map(({ code }) => balanceOf(own, code))];
    }),
  );
}

function balanceOf(accounts: readonly AccountRow[], currency: string): BalanceView {
  const view = { currency, available: "0", confirming: "0", withdrawing: "0", claimable: "0" };
  for (const account of accounts) {
    if (account.currency === currency && isShown(account.kind))
      view[PARTS[account.kind]] = account.balance.toString();
  }
  return view;
}

function isShown(kind: string): kind is keyof typeof PARTS {
  return Object.hasOwn(PARTS, kind);
}
