import { type Account, isBalanceAllowed } from "#domain/ledger/accounts.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";

/** One thing that is wrong with the books. Amounts in minor units. */
export type BooksFinding =
  | { readonly kind: "sum_not_zero"; readonly currency: string; readonly sumMinor: bigint }
  | {
      readonly kind: "balance_unexplained";
      readonly accountId: bigint;
      readonly balanceMinor: bigint;
      /** What the transfers of the account add up to. */
      readonly transfersMinor: bigint;
    }
  | { readonly kind: "balance_not_allowed"; readonly accountId: bigint; readonly balanceMinor: bigint }
  | { readonly kind: "account_unknown"; readonly accountId: bigint }
  | { readonly kind: "currencies_mixed"; readonly causeId: string; readonly leg: number };

/**
 * Proves books from their rows alone: the balances of each currency sum to zero, each balance equals the sum
 * of its transfers, none is on the wrong side of zero. An empty list means that all of it holds.
 *
 * @param transfers all transfers since the beginning
 */
export function checkBooks(accounts: readonly Account[], transfers: readonly Transfer[]): BooksFinding[] {
  const sums = sumByAccount(transfers);
  return [
    ...currencyFindings(accounts),
    ...accounts.flatMap((account) => balanceFindings(account, sums.get(account.id) ?? 0n)),
    ...transferFindings(accounts, transfers),
  ];
}

function sumByAccount(transfers: readonly Transfer[]): Map<bigint, bigint> {
  const sums = new Map<bigint, bigint>();
  for (const { debitAccountId, creditAccountId, amountMinor } of transfers) {
    sums.set(debitAccountId, (sums.get(debitAccountId) ?? 0n) - amountMinor);
    sums.set(creditAccountId, (sums.get(creditAccountId) ?? 0n) + amountMinor);
  }
  return sums;
}

function currencyFindings(accounts: readonly Account[]): BooksFinding[] {
  const sums = new Map<string, bigint>();
  for (const { currency, balanceMinor } of accounts) {
    sums.set(currency, (sums.get(currency) ?? 0n) + balanceMinor);
  }
  return [...sums].flatMap(([currency, sumMinor]): BooksFinding[] =>
    sumMinor === 0n ? [] : [{ kind: "sum_not_zero", currency, sumMinor }],
  );
}

function balanceFindings({ id, kind, balanceMinor }: Account, transfersMinor: bigint): BooksFinding[] {
  const findings: BooksFinding[] = [];
  if (balanceMinor !== transfersMinor) {
    findings.push({ kind: "balance_unexplained", accountId: id, balanceMinor, transfersMinor });
  }
  if (!isBalanceAllowed(kind, balanceMinor)) {
    findings.push({ kind: "balance_not_allowed", accountId: id, balanceMinor });
  }
  return findings;
}

function transferFindings(accounts: readonly Account[], transfers: readonly Transfer[]): BooksFinding[] {
  const currencies = new Map(accounts.map(({ id, currency }) => [id, currency]));
  const unknown = new Set<bigint>();
  const mixed: BooksFinding[] = [];
  for (const { causeId, leg, debitAccountId, creditAccountId } of transfers) {
    const missing = [debitAccountId, creditAccountId].filter((id) => !currencies.has(id));
    for (const id of missing) unknown.add(id);
    const isMixed = currencies.get(debitAccountId) !== currencies.get(creditAccountId);
    if (missing.length === 0 && isMixed) mixed.push({ kind: "currencies_mixed", causeId, leg });
  }
  return [
    ...[...unknown].map((accountId): BooksFinding => ({ kind: "account_unknown", accountId })),
    ...mixed,
  ];
}
