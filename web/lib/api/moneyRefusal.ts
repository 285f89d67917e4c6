/** Refusals that are explained by amounts of money, and the figures that they come with; what is left to do comes last. */
const FIGURES = {
  INSUFFICIENT_BALANCE: ["amountMinor", "balanceMinor"],
  MAX_RISK_EXCEEDED: ["maxProfitMinor", "maxStakeMinor"],
  STAKE_TOO_SMALL: ["minimumMinor"],
  WITHDRAWAL_TOO_SMALL: ["minimumMinor"],
  ROUND_FULL: ["roomMinor"],
  NO_COMMISSIONS: ["claimMinor"],
} as const;
const MINOR = /^-?\d{1,40}$/;

type MoneyCode = keyof typeof FIGURES;
export type MoneyRefusal = {
  readonly code: MoneyCode;
  /** In minor units, by the name of the figure. */
  readonly amounts: Readonly<Record<string, bigint>>;
  /** Nothing is left: no smaller amount would pass. */
  readonly isNone: boolean;
};

/** What a refusal says of money; null when it is about something else, or its figures do not tell. */
export function readMoneyRefusal(
  code: string,
  values: Readonly<Record<string, string>>,
): MoneyRefusal | null {
  if (!isMoneyCode(code)) return null;
  const amounts: Record<string, bigint> = {};
  let last = 0n;
  for (const name of FIGURES[code]) {
    const value = values[name];
    if (value === undefined || !MINOR.test(value)) return null;
    last = BigInt(value);
    amounts[name] = last;
  }
  return { code, amounts, isNone: last <= 0n };
}

function isMoneyCode(code: string): code is MoneyCode {
  return Object.hasOwn(FIGURES, code);
}
