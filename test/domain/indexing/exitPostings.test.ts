import { describe, expect, test } from "vitest";
import { custodyEffect } from "#domain/indexing/custodyEffect.ts";
import { entryObserved } from "#domain/indexing/entryPostings.ts";
import type { EventPlace } from "#domain/indexing/eventPlace.ts";
import { exitObserved, exitSettled, houseExitSettled } from "#domain/indexing/exitPostings.ts";
import { reverseTransfers } from "#domain/indexing/reversal.ts";
import { treasuryTransferred } from "#domain/indexing/treasuryPostings.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import fc from "#test/support/properties.ts";

const cause = "00000000-0000-8000-8000-000000000001";
const account = `0x${"a".repeat(40)}` as const;
const token = `0x${"0".repeat(40)}` as const;
const hash = `0x${"1".repeat(64)}` as const;
const place: EventPlace = {
  ...{ chainId: 1, blockNumber: 1n, blockHash: hash, blockTime: 1n, txHash: hash, logIndex: 0 },
};
const cash = { kind: "player_cash", currency: "BNB", ownerId: "u" } as const;
const locked = { kind: "player_locked", currency: "BNB", ownerId: "u" } as const;

describe("an exit", () => {
  test("default: leaves custody when seen, and its owner's accounts when final", () => {
    expect(exitObserved(cause, "BNB", 70n)).toMatchObject([
      { code: "exit_paid", debit: { kind: "suspense" }, credit: { kind: "custody" }, amountMinor: 70n },
    ]);
    const sources = [
      { account: cash, balanceMinor: 50n },
      { account: locked, balanceMinor: 100n },
    ];
    expect(exitSettled(cause, "BNB", 70n, sources)).toMatchObject([
      { leg: 0, code: "exit_settled", debit: cash, credit: { kind: "suspense" }, amountMinor: 50n },
      { leg: 1, debit: locked, amountMinor: 20n },
    ]);
  });

  test("behavior: nothing was paid, so nothing moves", () => {
    expect(exitObserved(cause, "BNB", 0n)).toEqual([]);
  });

  test("property: never takes more than was paid, nor more than an account has", () => {
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2_000n }), amounts, (paid, balances) => {
        const sources = balances.map((balanceMinor) => ({ account: cash, balanceMinor }));
        const postings = exitSettled(cause, "BNB", paid, sources);
        const sum = postings.reduce((total, { amountMinor }) => total + amountMinor, 0n);
        const owed = balances.reduce((total, balance) => total + balance, 0n);
        expect(sum).toBe(owed < paid ? owed : paid);
        expect(postings.map(({ leg }) => leg)).toEqual(postings.map((_, index) => index));
      }),
    );
  });

  test("behavior: the house's own deposits come out of the bankroll", () => {
    const postings = houseExitSettled(cause, "BNB", 10n, 8);
    expect(postings.map(({ amountMinor }) => amountMinor)).toEqual([3n, 1n, 1n, 1n, 1n, 1n, 1n, 1n]);
  });
});

describe("the treasury and entries", () => {
  test("default: surplus leaves the bankroll, an entry waits in suspense", () => {
    expect(treasuryTransferred(cause, "BNB", 17n, 8).map(({ amountMinor }) => amountMinor)).toEqual([
      ...[3n, 2n, 2n, 2n, 2n, 2n, 2n, 2n],
    ]);
    expect(treasuryTransferred(cause, "BNB", 3n, 8)).toMatchObject([{ leg: 0, amountMinor: 3n }]);
    expect(entryObserved(cause, "BNB", 20n)).toMatchObject([
      { code: "entry_received", debit: { kind: "custody" }, credit: { kind: "suspense" } },
    ]);
  });

  test("behavior: a dropped block turns them around", () => {
    const transfer = (code: "exit_paid" | "entry_received" | "bankroll_withdrawn") => {
      const accounts = { debitAccountId: 1n, creditAccountId: 2n };
      return reverseTransfers("r", [{ causeId: cause, leg: 0, code, ...accounts, amountMinor: 5n }])[0]?.code;
    };
    expect(transfer("exit_paid")).toBe("exit_reversed");
    expect(transfer("entry_received")).toBe("entry_reversed");
    expect(transfer("bankroll_withdrawn")).toBe("bankroll_reversed");
  });
});

describe("custodyEffect", () => {
  const entry = { account, sponsor: account, token, quanta: 20n, placementHint: hash, nonce: 0n };
  const exit = { account, token, to: account, quanta: 9n, paid: 6n };
  const checkpoint = { token, epoch: 1n, root: hash, total: 1n, entered: 1n, executed: 0n };
  const pause = { oldPaused: false, newPaused: true };
  const cases: [VaultEvent, bigint][] = [
    [{ ...place, name: "RegistrationAccepted", args: entry }, 20n],
    [{ ...place, name: "RetopupCompleted", args: entry }, 20n],
    [{ ...place, name: "TreasuryTransferred", args: { token, to: account, quanta: 4n } }, -4n],
    [{ ...place, name: "Exited", args: { ...exit, batchId: hash } }, -6n],
    [{ ...place, name: "DepositsExited", args: exit }, -6n],
    [{ ...place, name: "CheckpointPublished", args: checkpoint }, 0n],
    [{ ...place, name: "ExitActivated", args: { token, epoch: 1n, payableQuanta: 1n, claimQuanta: 1n } }, 0n],
    [{ ...place, name: "TokenListed", args: { token, quantum: 1n } }, 0n],
    [{ ...place, name: "PayoutsPauseChanged", args: pause }, 0n],
  ];
  test.each(cases)("default: $name", (event, effect) => {
    expect(custodyEffect(event)).toBe(effect);
  });
});
