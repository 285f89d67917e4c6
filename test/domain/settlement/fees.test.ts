import { describe, expect, test } from "vitest";
import { FeesAboveCap, firstFees, replacementFees } from "#domain/settlement/fees.ts";
import fc from "#test/support/properties.ts";

const CAP = 10n ** 12n;

describe("firstFees", () => {
  test("default: the base fee may double before the transaction waits", () => {
    const market = { baseFeePerGas: 7n, priorityFeePerGas: 3n };
    expect(firstFees(market, CAP)).toEqual({ maxFeePerGas: 17n, maxPriorityFeePerGas: 3n });
  });

  test("error: FeesAboveCap", () => {
    expect(() => firstFees({ baseFeePerGas: CAP, priorityFeePerGas: 0n }, CAP)).toThrow(FeesAboveCap);
  });
});

describe("replacementFees", () => {
  const calm = { baseFeePerGas: 0n, priorityFeePerGas: 0n };

  test("default: +12.5 % on both fields, rounded up", () => {
    const previous = { maxFeePerGas: 8n, maxPriorityFeePerGas: 1n };
    expect(replacementFees(previous, calm, CAP)).toEqual({ maxFeePerGas: 9n, maxPriorityFeePerGas: 2n });
  });

  test("behavior: a market that rose further is followed", () => {
    const previous = { maxFeePerGas: 8n, maxPriorityFeePerGas: 1n };
    const market = { baseFeePerGas: 50n, priorityFeePerGas: 20n };
    expect(replacementFees(previous, market, CAP)).toEqual({ maxFeePerGas: 120n, maxPriorityFeePerGas: 20n });
  });

  test("property: both fields rise by an eighth at least, and stay under the cap or are refused", () => {
    const wei = fc.bigInt({ min: 0n, max: CAP });
    fc.assert(
      fc.property(wei, wei, wei, wei, (max, priority, base, tip) => {
        const previous = { maxFeePerGas: max, maxPriorityFeePerGas: priority };
        try {
          const next = replacementFees(previous, { baseFeePerGas: base, priorityFeePerGas: tip }, CAP);
          expect(next.maxFeePerGas * 8n >= max * 9n).toBe(true);
          expect(next.maxPriorityFeePerGas * 8n >= priority * 9n).toBe(true);
          expect(next.maxFeePerGas <= CAP).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(FeesAboveCap);
        }
      }),
      { seed: 7 },
    );
  });
});
