import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import { creditClaimed } from "#domain/indexing/claimPostings.ts";
import { custodyEffect } from "#domain/indexing/custodyEffect.ts";
import { depositFinalized, depositObserved, splitEvenly } from "#domain/indexing/depositPostings.ts";
import { payoutsOf } from "#domain/indexing/payout.ts";
import { payoutObserved } from "#domain/indexing/payoutPostings.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import { reverseTransfers } from "#domain/indexing/reversal.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";
import fc from "#test/support/properties.ts";
import { account, claimed, deposited, executed } from "./events.ts";

const CAUSE = "00000000-0000-8000-8000-000000000001";

/** By how much postings change what custody stands for. */
function custodyChange(postings: readonly Posting[]): bigint {
  return postings.reduce((sum, { debit, credit, amountMinor }) => {
    return (
      sum + (debit.kind === "custody" ? amountMinor : 0n) - (credit.kind === "custody" ? amountMinor : 0n)
    );
  }, 0n);
}

describe("deposits", () => {
  const money = { beneficiary: { kind: "player", userId: "u" }, currency: "BNB", amountMinor: 5n } as const;

  test("default: custody to confirming when seen, confirming to cash when final", () => {
    const [seen] = depositObserved(CAUSE, money);
    expect(seen).toMatchObject({
      code: "deposit_observed",
      debit: { kind: "custody" },
      credit: { kind: "player_confirming", ownerId: "u" },
    });
    const [final] = depositFinalized(CAUSE, money);
    expect(final).toMatchObject({
      code: "deposit_finalized",
      debit: { kind: "player_confirming" },
      credit: { kind: "player_cash", ownerId: "u" },
    });
    expect(custodyChange([seen!])).toBe(custodyEffect(deposited()));
  });

  test("behavior: too little for every shard goes to the first alone", () => {
    const bankroll = {
      beneficiary: { kind: "bankroll", shards: 8 },
      currency: "BNB",
      amountMinor: 5n,
    } as const;
    expect(depositFinalized(CAUSE, bankroll)).toMatchObject([
      { leg: 0, credit: { shard: 0 }, amountMinor: 5n },
    ]);
  });

  test("property: a split adds up, and its parts differ by less than their number", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 63n }),
        fc.integer({ min: 1, max: 16 }),
        (amount, parts) => {
          const shares = splitEvenly(amount, parts);
          expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(amount);
          expect(shares[0]! - shares.at(-1)!).toBeLessThan(BigInt(parts));
        },
      ),
    );
  });
});

describe("payouts", () => {
  const [ann, ben] = [account(1), account(2)];
  const withdrawal = (position: number, toAddress: string, amountMinor: bigint) => {
    return { id: `w${position}`, userId: `u${position}`, position, toAddress, amountMinor };
  };
  function observe(made: ReturnType<typeof executed>, withdrawals: ReturnType<typeof withdrawal>[]) {
    const [payout] = payoutsOf([...made.credits, made.batch]);
    return payoutObserved(CAUSE, "BNB", payout!.lines, withdrawals);
  }

  test("default: each entry settles the withdrawal at its position", () => {
    const made = executed(
      [
        [ann, 3n],
        [ben, 4n],
      ],
      [1],
    );
    const result = observe(made, [withdrawal(0, ann, 3n), withdrawal(1, ben, 4n)]);
    expect(result.paid.map(({ id }) => id)).toEqual(["w0"]);
    expect(result.credited.map(({ id }) => id)).toEqual(["w1"]);
    expect(result.isOurs).toBe(true);
    expect(result.postings).toMatchObject([
      { leg: 0, code: "withdrawal_paid", debit: { kind: "withdrawal_pending", ownerId: "u0" } },
      { leg: 1, code: "withdrawal_credited", credit: { kind: "payout_credit", ownerId: "u1" } },
    ]);
  });

  test("behavior: what is no withdrawal of ours leaves through suspense, unless it stays as a credit", () => {
    const made = executed(
      [
        [ann, 3n],
        [ben, 4n],
        [ben, 5n],
      ],
      [2],
    );
    const result = observe(made, [withdrawal(0, ann, 99n), withdrawal(1, ann, 4n)]);
    expect([...result.paid, ...result.credited]).toEqual([]);
    expect(result.isOurs).toBe(false);
    expect(result.postings).toMatchObject([
      { leg: 0, code: "suspense_recorded", amountMinor: 3n },
      { leg: 1, code: "suspense_recorded", amountMinor: 4n },
    ]);
  });

  test("property: whoever the entries belong to, custody changes as the vault did", () => {
    const payment = fc.record({
      to: fc.constantFrom(ann, ben),
      quanta: fc.bigInt({ min: 1n, max: 9n }),
      isRefused: fc.boolean(),
      isOurs: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(payment, { minLength: 1, maxLength: 12 }), (payments) => {
        const refused = payments.flatMap(({ isRefused }, index) => (isRefused ? [index] : []));
        const made = executed(
          payments.map(({ to, quanta }) => [to, quanta] as const),
          refused,
        );
        const ours = payments.flatMap(({ to, quanta, isOurs }, index) =>
          isOurs ? [withdrawal(index, to, quanta)] : [],
        );
        expect(custodyChange(observe(made, ours).postings)).toBe(custodyEffect(made.batch));
      }),
    );
  });

  test("error: PayoutInconsistent when events contradict each other", () => {
    const { batch, credits } = executed(
      [
        [ann, 3n],
        [ben, 4n],
      ],
      [1],
    );
    const args = (overrides: Partial<typeof batch.args>) => ({
      ...batch,
      args: { ...batch.args, ...overrides },
    });
    const cases = [
      [batch],
      credits,
      [...credits, args({ total: 8n })],
      [...credits, args({ count: 3 })],
      [...credits.map((credit) => ({ ...credit, args: { ...credit.args, account: ann } })), batch],
    ];
    for (const events of cases)
      expect(() => payoutsOf(events)).toThrow(expect.objectContaining({ code: "PAYOUT_INCONSISTENT" }));
  });
});

describe("claims", () => {
  test("default: each owner's share leaves that owner's credit, the rest suspense", () => {
    const shares = [
      { userId: "a", amountMinor: 2n },
      { userId: "b", amountMinor: 1n },
    ];
    const postings = creditClaimed(CAUSE, "BNB", 5n, shares);
    expect(postings).toMatchObject([
      { leg: 0, debit: { kind: "payout_credit", ownerId: "a" }, amountMinor: 2n },
      { leg: 1, debit: { kind: "payout_credit", ownerId: "b" }, amountMinor: 1n },
      { leg: 2, debit: { kind: "suspense" }, amountMinor: 2n },
    ]);
    expect(custodyChange(postings)).toBe(custodyEffect(claimed()));
  });
  test("behavior: never more than was claimed", () => {
    const shares = [
      { userId: "a", amountMinor: 9n },
      { userId: "b", amountMinor: 9n },
    ];
    expect(creditClaimed(CAUSE, "BNB", 5n, shares)).toMatchObject([{ amountMinor: 5n }]);
  });
});

describe("reversals", () => {
  const transfer = (overrides: Partial<Transfer>): Transfer => {
    return {
      causeId: CAUSE,
      leg: 0,
      code: "deposit_observed",
      debitAccountId: 1n,
      creditAccountId: 2n,
      amountMinor: 5n,
      ...overrides,
    };
  };
  test("default: the same amounts the other way, last first", () => {
    const undone = reverseTransfers("other", [
      transfer({}),
      transfer({ leg: 1, code: "withdrawal_paid", amountMinor: 7n }),
    ]);
    expect(undone).toEqual([
      transfer({
        causeId: "other",
        leg: 1,
        code: "payout_reversed",
        amountMinor: 7n,
        debitAccountId: 2n,
        creditAccountId: 1n,
      }),
      transfer({ causeId: "other", code: "deposit_reversed", debitAccountId: 2n, creditAccountId: 1n }),
    ]);
  });
  test("error: InvariantError on a transfer that no event makes when it is seen", () => {
    expect(() => reverseTransfers("other", [transfer({ code: "bet_stake" })])).toThrow(InvariantError);
  });
});
