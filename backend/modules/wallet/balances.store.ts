import type { TenantDatabase } from "#backend/db/client.ts";
import type { BalanceView } from "#domain/api/wallet.ts";

/** The accounts whose balances a player sees. */
const SHOWN_KINDS = ["player_cash", "player_confirming", "withdrawal_pending", "payout_credit"] as const;

/** The user's balances in every currency of the house, zeros included. */
export async function readBalances(db: TenantDatabase, userId: string): Promise<BalanceView[]> {
  const [currencies, accounts] = await Promise.all([
    db.currency.findMany({ orderBy: { code: "asc" }, select: { code: true } }),
    db.account.findMany({
      where: { ownerId: userId, kind: { in: [...SHOWN_KINDS] } },
      select: { kind: true, currency: true, balance: true },
    }),
  ]);
  return currencies.map(({ code }) => {
    const of = (kind: (typeof SHOWN_KINDS)[number]) =>
      accounts.find((account) => account.kind === kind && account.currency === code)?.balance ?? 0n;
    return {
      currency: code,
      available: of("player_cash").toString(),
      confirming: of("player_confirming").toString(),
      withdrawing: of("withdrawal_pending").toString(),
      claimable: of("payout_credit").toString(),
    };
  });
}
