import type { BalanceView } from "#domain/api/wallet.ts";

/** The accounts whose balances a player sees, and what each is called there. */
const PARTS = {
  player_cash: "available",
  player_confirming: "confirming",
  withdrawal_pending: "withdrawing",
  payout_credit: "claimable",
} as const;

/** An account of a player, with what is on it. */
export interface ShownAccount {
  readonly kind: keyof typeof PARTS;
  readonly balance: bigint;
}

/** What a player has in one currency; an account that was never opened is empty. */
export function balanceViewOf(currency: string, accounts: Iterable<ShownAccount>): BalanceView {
  const view = { currency, available: "0", confirming: "0", withdrawing: "0", claimable: "0" };
  for (const { kind, balance } of accounts) view[PARTS[kind]] = balance.toString();
  return view;
}
