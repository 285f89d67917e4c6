import { describe, expect, test } from "vitest";
import {
  createTransfer,
  sameTransfer,
  TransferAcrossCurrencies,
  TransferAmountInvalid,
  TransferWithinAccount,
} from "#domain/ledger/transfer.ts";
import { account, transfer } from "#test/domain/ledger/books.ts";

const order = {
  causeId: "0191f3c2-7d1e-7c3a-9b52-2f6f0c1f7a10",
  leg: 0,
  code: "bet_stake",
  debit: account({ id: 1n }),
  credit: account({ id: 2n, kind: "house_bankroll" }),
  amountMinor: 10n,
} as const;

describe("createTransfer", () => {
  test("default", () => {
    expect(createTransfer(order)).toEqual(transfer());
  });

  test.each([0n, -1n])("error: TransferAmountInvalid for %i", (amountMinor) => {
    expect(() => createTransfer({ ...order, amountMinor })).toThrow(TransferAmountInvalid);
  });

  test("error: TransferWithinAccount", () => {
    expect(() => createTransfer({ ...order, credit: order.debit })).toThrow(TransferWithinAccount);
  });

  test("error: TransferAcrossCurrencies", () => {
    const credit = account({ id: 2n, currency: "USDT" });
    expect(() => createTransfer({ ...order, credit })).toThrow(TransferAcrossCurrencies);
  });
});

describe("sameTransfer", () => {
  test("default", () => {
    expect(sameTransfer(transfer(), transfer())).toBe(true);
  });

  test.each([
    [{ causeId: "0191f3c2-7d1e-7c3a-9b52-2f6f0c1f7a11" }],
    [{ leg: 1 }],
    [{ code: "bet_payout" as const }],
    [{ debitAccountId: 3n }],
    [{ creditAccountId: 3n }],
    [{ amountMinor: 11n }],
  ])("behavior: differs when one field differs (%#)", (overrides) => {
    expect(sameTransfer(transfer(), transfer(overrides))).toBe(false);
  });
});
