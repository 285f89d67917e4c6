import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import { applyTransfers } from "#domain/ledger/applyTransfers.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";
import { account, byId, transfer } from "#test/domain/ledger/books.ts";
import { checkBooks } from "#test/domain/ledger/checkBooks.ts";
import fc from "#test/support/properties.ts";

const player = account({ id: 1n, balanceMinor: 15n });
const house = account({ id: 2n, kind: "house_bankroll" });
const custody = account({ id: 3n, kind: "custody" });

describe("applyTransfers", () => {
  test("default", () => {
    const before = byId([player, house]);
    const after = applyTransfers(before, [transfer()]);
    expect(after.get(1n)?.balanceMinor).toBe(5n);
    expect(after.get(2n)?.balanceMinor).toBe(10n);
    expect(before.get(1n)?.balanceMinor).toBe(15n);
  });

  test("behavior: money can be spent once it has come in, and not before", () => {
    const accounts = byId([player, house]);
    const won = transfer({ leg: 1, code: "bet_payout", debitAccountId: 2n, creditAccountId: 1n });
    const spent = transfer({ leg: 2, amountMinor: 25n });
    expect(applyTransfers(accounts, [won, spent]).get(1n)?.balanceMinor).toBe(0n);
    expect(() => applyTransfers(accounts, [spent, won])).toThrow(InsufficientBalance);
  });

  test("error: InsufficientBalance", () => {
    const apply = () => applyTransfers(byId([player, house]), [transfer({ amountMinor: 16n })]);
    expect(apply).toThrow(new InsufficientBalance(15n, 16n));
  });

  test("error: InsufficientBalance when the vault would hold less than nothing", () => {
    const paid = transfer({ code: "withdrawal_paid", creditAccountId: 3n });
    expect(() => applyTransfers(byId([player, custody]), [paid])).toThrow(InsufficientBalance);
  });

  test("error: InvariantError for an account that was not loaded", () => {
    expect(() => applyTransfers(byId([player]), [transfer()])).toThrow(InvariantError);
  });

  test("property: whatever is applied, the books hold", () => {
    const kinds = ["player_cash", "player_locked", "house_bankroll", "custody", "suspense"] as const;
    const empty = kinds.map((kind, index) => account({ id: BigInt(index), kind }));
    const id = fc.bigInt({ min: 0n, max: 4n });
    const move = fc
      .tuple(id, id, fc.bigInt({ min: 1n, max: 1_000n }))
      .filter(([debit, credit]) => debit !== credit);
    fc.assert(
      fc.property(fc.array(move, { maxLength: 100 }), (moves) => {
        let accounts = byId(empty);
        const posted: Transfer[] = [];
        for (const [leg, [debitAccountId, creditAccountId, amountMinor]] of moves.entries()) {
          const next = transfer({ leg, debitAccountId, creditAccountId, amountMinor });
          try {
            accounts = applyTransfers(accounts, [next]);
            posted.push(next);
          } catch (error) {
            expect(error).toBeInstanceOf(InsufficientBalance);
          }
        }
        expect(checkBooks([...accounts.values()], posted)).toEqual([]);
      }),
      { seed: 20_261_121 },
    );
  });
});
