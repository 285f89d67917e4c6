import { describe, expect, test } from "vitest";
import { account, transfer } from "#test/domain/ledger/books.ts";
import { checkBooks } from "#test/domain/ledger/checkBooks.ts";

const house = account({ id: 1n, kind: "house_bankroll", balanceMinor: -10n });
const player = account({ id: 2n, balanceMinor: 10n });

describe("checkBooks", () => {
  test("default: nothing to find", () => {
    expect(checkBooks([], [])).toEqual([]);
    expect(checkBooks([house, player], [transfer()])).toEqual([]);
  });

  test("behavior: a changed balance shows in its currency's sum and at its account", () => {
    const changed = { ...player, balanceMinor: 11n };
    expect(checkBooks([house, changed], [transfer()])).toEqual([
      { kind: "sum_not_zero", currency: "BNB", sumMinor: 1n },
      { kind: "balance_unexplained", accountId: 2n, balanceMinor: 11n, transfersMinor: 10n },
    ]);
  });

  test("behavior: a lost transfer shows at both of its accounts, though the sum is zero", () => {
    expect(checkBooks([house, player], [])).toEqual([
      { kind: "balance_unexplained", accountId: 1n, balanceMinor: -10n, transfersMinor: 0n },
      { kind: "balance_unexplained", accountId: 2n, balanceMinor: 10n, transfersMinor: 0n },
    ]);
  });

  test("behavior: a player in debt is found", () => {
    const debtor = { ...house, kind: "player_cash" as const };
    expect(checkBooks([debtor, player], [transfer()])).toEqual([
      { kind: "balance_not_allowed", accountId: 1n, balanceMinor: -10n },
    ]);
  });

  test("behavior: currencies balance one by one", () => {
    const foreign = { ...player, currency: "USDT" };
    expect(checkBooks([house, foreign], [transfer()])).toEqual([
      { kind: "sum_not_zero", currency: "BNB", sumMinor: -10n },
      { kind: "sum_not_zero", currency: "USDT", sumMinor: 10n },
      { kind: "currencies_mixed", causeId: transfer().causeId, leg: 0 },
    ]);
  });

  test("behavior: a transfer to an account that does not exist is found once", () => {
    const findings = checkBooks([house], [transfer(), transfer({ leg: 1 })]);
    expect(findings).toContainEqual({ kind: "account_unknown", accountId: 2n });
    expect(findings.filter(({ kind }) => kind === "account_unknown")).toHaveLength(1);
  });
});
