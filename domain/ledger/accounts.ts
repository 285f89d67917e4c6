/** Who or what an account stands for. `player_*` accounts belong to one player, the rest to the house. */
export const ACCOUNT_KINDS = [
  /** Money to play with and to withdraw. */
  "player_cash",
  /** A deposit seen on-chain whose block is not final yet. */
  "player_confirming",
  /** Stakes of open rounds that take several steps. */
  "player_locked",
  /** Plan rewards and commissions. */
  "player_income",
  /** Bonus money whose wagering is not done. */
  "player_bonus",
  /** What the house plays with; kept in several shards. */
  "house_bankroll",
  /** Coins for the bankroll seen on-chain whose block is not final yet. */
  "bankroll_confirming",
  /** The company's own earnings. */
  "company",
  /** Commissions accrued and not paid yet. */
  "commission_payable",
  /** A progressive prize. */
  "jackpot",
  /** Withdrawals asked for and not paid yet. */
  "withdrawal_pending",
  /** Payouts that the chain could not deliver and that the player claims from the vault. */
  "payout_credit",
  /** Money that cannot be attributed. */
  "suspense",
  /** Mirror of the vault with the opposite sign, which makes all balances of a currency sum to zero. */
  "custody",
] as const;

export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** What every account has that a transfer may name. */
export type Account = {
  readonly id: bigint;
  readonly kind: AccountKind;
  readonly currency: string;
  readonly balanceMinor: bigint;
};

/** The balances that an account may have. */
export type BalanceRule = "non_negative" | "non_positive" | "any";

/** Nobody spends what they do not have, and the vault never holds less than nothing. */
export function balanceRule(kind: AccountKind): BalanceRule {
  switch (kind) {
    case "player_cash":
    case "player_confirming":
    case "player_locked":
    case "player_income":
    case "player_bonus":
    case "withdrawal_pending":
    case "payout_credit":
      return "non_negative";
    case "custody":
      return "non_positive";
    case "house_bankroll":
    case "bankroll_confirming":
    case "company":
    case "commission_payable":
    case "jackpot":
    case "suspense":
      return "any";
  }
}

/** True when an account of this kind may have this balance. */
export function isBalanceAllowed(kind: AccountKind, balanceMinor: bigint): boolean {
  const rule = balanceRule(kind);
  if (rule === "non_negative") return balanceMinor >= 0n;
  if (rule === "non_positive") return balanceMinor <= 0n;
  return true;
}
