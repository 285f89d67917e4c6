import { describe, expect, test } from "vitest";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import {
  type BatchLimits,
  isUnpayable,
  type PendingPayout,
  selectPayouts,
} from "#domain/settlement/selectPayouts.ts";
import fc from "#test/support/properties.ts";

const VAULT: EvmAddress = `0x${"7a".repeat(20)}`;
const account = (n: number): EvmAddress => `0x${n.toString(16).padStart(40, "a")}`;
const limits = (overrides: Partial<BatchLimits> = {}): BatchLimits => ({
  maxPayouts: 10,
  vault: VAULT,
  batchCapQuanta: 100n,
  paymentCapQuanta: 100n,
  outflowQuanta: 100n,
  coveredQuanta: 100n,
  signerQuanta: 100n,
  recipientQuanta: () => 100n,
  maxGas: 1_000n,
  gasOf: () => 1n,
  ...overrides,
});
const payouts = (...amounts: bigint[]): PendingPayout[] =>
  amounts.map((quanta, n) => ({ id: String(n), account: account(n), quanta }));
const chosen = (pending: PendingPayout[], overrides?: Partial<BatchLimits>) =>
  selectPayouts(pending, limits(overrides)).payouts.map(({ id }) => id);

describe("selectPayouts", () => {
  test("default: oldest first, as many as fit", () => {
    expect(chosen(payouts(10n, 20n, 30n))).toEqual(["0", "1", "2"]);
    expect(chosen(payouts(10n, 20n, 30n), { maxPayouts: 2 })).toEqual(["0", "1"]);
    expect(selectPayouts(payouts(10n), limits()).isClosed).toBe(false);
    expect(selectPayouts(payouts(10n), limits({ maxPayouts: 1 })).isClosed).toBe(true);
  });

  test("behavior: nobody overtakes a payout that only waits for its turn", () => {
    expect(chosen(payouts(60n, 50n, 1n), { coveredQuanta: 1_000n })).toEqual(["0"]);
    expect(chosen(payouts(60n, 1n), { outflowQuanta: 50n })).toEqual([]);
    expect(chosen(payouts(60n, 1n), { signerQuanta: 50n })).toEqual([]);
    const gasOf = (recipient: EvmAddress) => (recipient === account(1) ? 50n : 10n);
    expect(chosen(payouts(1n, 1n, 1n), { maxGas: 50n, gasOf })).toEqual(["0"]);
    expect(chosen(payouts(1n, 1n, 1n), { maxGas: 60n, gasOf })).toEqual(["0", "1"]);
  });

  test.each<[string, PendingPayout, Partial<BatchLimits>]>([
    ["unpayable_recipient", { id: "x", account: VAULT, quanta: 1n }, {}],
    ["unpayable_recipient", { id: "x", account: NATIVE_TOKEN, quanta: 1n }, {}],
    ["above_payment_cap", { id: "x", account: account(9), quanta: 101n }, {}],
    [
      "above_payment_cap",
      { id: "x", account: account(9), quanta: 51n },
      { paymentCapQuanta: 50n, signerQuanta: 50n },
    ],
    ["above_recipient_cap", { id: "x", account: account(9), quanta: 6n }, { recipientQuanta: () => 5n }],
    ["not_covered", { id: "x", account: account(9), quanta: 6n }, { coveredQuanta: 5n }],
  ])("behavior: %s is passed over and holds up nobody", (reason, payout, overrides) => {
    const { payouts: taken, passedOver } = selectPayouts([payout, ...payouts(1n)], limits(overrides));
    expect(taken.map(({ id }) => id)).toEqual(["0"]);
    expect(passedOver).toEqual([{ payout, reason }]);
  });

  test("behavior: only what no later batch could pay is unpayable", () => {
    const reasons = [
      "unpayable_recipient",
      "above_payment_cap",
      "above_recipient_cap",
      "not_covered",
    ] as const;
    const [payout] = payouts(1n);
    const ruledOut = reasons.filter((reason) => isUnpayable({ payout: payout!, reason }));
    expect(ruledOut).toEqual(["unpayable_recipient", "above_payment_cap"]);
  });

  test("behavior: a cap of zero makes everything wait and rules out nothing", () => {
    for (const brake of [{ batchCapQuanta: 0n }, { paymentCapQuanta: 0n, signerQuanta: 0n }]) {
      const selection = selectPayouts(payouts(1n, 2n), limits(brake));
      expect(selection).toEqual({ payouts: [], passedOver: [], isClosed: true });
    }
  });

  test("property: no limit is ever exceeded, and the order is kept", () => {
    const amount = fc.bigInt({ min: 0n, max: 200n });
    const pendingOf = fc.array(fc.tuple(fc.nat(5), fc.bigInt({ min: 1n, max: 120n })), { maxLength: 30 });
    fc.assert(
      fc.property(
        pendingOf,
        amount,
        amount,
        amount,
        amount,
        fc.nat(12),
        fc.nat(40),
        (rows, a, b, c, d, maxPayouts, maxGas) => {
          const pending = rows.map(([n, quanta], id) => ({ id: String(id), account: account(n), quanta }));
          const given = limits({
            maxPayouts,
            outflowQuanta: a,
            coveredQuanta: b,
            signerQuanta: c,
            recipientQuanta: () => d,
            maxGas: BigInt(maxGas),
            gasOf: () => 3n,
          });
          const { payouts: taken, passedOver } = selectPayouts(pending, given);
          const total = taken.reduce((sum, { quanta }) => sum + quanta, 0n);
          for (const limit of [a, b, c, given.batchCapQuanta]) expect(total <= limit).toBe(true);
          expect(taken.length).toBeLessThanOrEqual(maxPayouts);
          expect(3 * taken.length).toBeLessThanOrEqual(maxGas);
          for (const group of Map.groupBy(taken, (payout) => payout.account).values()) {
            expect(group.reduce((sum, { quanta }) => sum + quanta, 0n) <= d).toBe(true);
          }
          const places = taken.map(({ id }) => Number(id));
          expect(places).toEqual([...places].sort((x, y) => x - y));
          expect(new Set([...taken, ...passedOver.map(({ payout }) => payout)]).size).toBe(
            taken.length + passedOver.length,
          );
        },
      ),
      { seed: 7 },
    );
  });
});
