import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BalanceChange, BalanceChanges } from "#domain/indexing/balanceChanges.ts";
import type { Account } from "#domain/ledger/accounts.ts";
import { type Accounts, applyTransfers } from "#domain/ledger/applyTransfers.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";
import { account, byId, transfer } from "#test/domain/ledger/books.ts";

const ACCOUNTS = ["player_cash", "player_confirming", "house_bankroll", "custody"] as const;

describe("balance changes", () => {
  test("default: sums by account", () => {
    const changes = new BalanceChanges();
    changes.move(3n, "custody", -10n);
    changes.move(2n, "player_cash", 10n);
    changes.move(3n, "custody", -5n);
    changes.move(2n, "player_cash", 5n);
    expect(changes.list()).toEqual([
      { accountId: 3n, changeMinor: -15n, neededMinor: 0n },
      { accountId: 2n, changeMinor: 15n, neededMinor: 0n },
    ]);
  });

  test("behavior: what comes in and goes out again leaves nothing to be done", () => {
    const changes = new BalanceChanges();
    changes.move(1n, "player_confirming", 10n);
    changes.move(1n, "player_confirming", -10n);
    expect(changes.list()).toEqual([]);
  });

  test("behavior: what goes out before it comes in must have been there", () => {
    const changes = new BalanceChanges();
    changes.move(1n, "withdrawal_pending", -10n);
    changes.move(1n, "withdrawal_pending", 10n);
    changes.move(2n, "custody", 7n);
    changes.move(3n, "house_bankroll", -7n);
    expect(changes.list()).toEqual([
      { accountId: 1n, changeMinor: 0n, neededMinor: 10n },
      { accountId: 2n, changeMinor: 7n, neededMinor: 7n },
      { accountId: 3n, changeMinor: -7n, neededMinor: 0n },
    ]);
  });

  test("property: they say the same as applying the transfers one by one", () => {
    const id = fc.integer({ min: 0, max: ACCOUNTS.length - 1 }).map(BigInt);
    const move = fc
      .tuple(id, id, fc.bigInt({ min: 1n, max: 50n }))
      .filter(([debit, credit]) => debit !== credit);
    const sizes = fc.tuple(...ACCOUNTS.map(() => fc.bigInt({ min: 0n, max: 100n })));
    fc.assert(
      fc.property(sizes, fc.array(move, { maxLength: 30 }), (held, moves) => {
        const before = byId(ACCOUNTS.map((kind, place) => holding(BigInt(place), kind, held[place]!)));
        const transfers = moves.map(([debitAccountId, creditAccountId, amountMinor], leg) =>
          transfer({ leg, debitAccountId, creditAccountId, amountMinor }),
        );
        expect(changed(before, transfers)).toEqual(applied(before, transfers));
      }),
      { seed: 20_261_121, numRuns: 2_000 },
    );
  });
});

function holding(id: bigint, kind: Account["kind"], size: bigint): Account {
  return account({ id, kind, balanceMinor: kind === "custody" ? -size : size });
}

/** Balances after the transfers; undefined where they are refused. */
function applied(before: Accounts, transfers: readonly Transfer[]): Map<bigint, bigint> | undefined {
  try {
    return balancesOf(applyTransfers(before, transfers));
  } catch (error) {
    expect(error).toBeInstanceOf(InsufficientBalance);
    return undefined;
  }
}

function changed(before: Accounts, transfers: readonly Transfer[]): Map<bigint, bigint> | undefined {
  const changes = new BalanceChanges();
  for (const { debitAccountId, creditAccountId, amountMinor } of transfers) {
    changes.move(debitAccountId, before.get(debitAccountId)!.kind, -amountMinor);
    changes.move(creditAccountId, before.get(creditAccountId)!.kind, amountMinor);
  }
  const list = changes.list();
  if (!list.every((change) => suffices(before, change))) return undefined;
  const sums = new Map(list.map(({ accountId, changeMinor }) => [accountId, changeMinor]));
  return new Map([...balancesOf(before)].map(([id, balance]) => [id, balance + (sums.get(id) ?? 0n)]));
}

/** As the statement asks it. */
function suffices(before: Accounts, { accountId, neededMinor }: BalanceChange): boolean {
  const { balanceMinor } = before.get(accountId)!;
  return (balanceMinor < 0n ? -balanceMinor : balanceMinor) >= neededMinor;
}

function balancesOf(accounts: Accounts): Map<bigint, bigint> {
  return new Map([...accounts].map(([id, { balanceMinor }]) => [id, balanceMinor]));
}
