import { describe, expect, test } from "vitest";
import fc from "#test/support/properties.ts";
import { displayAmount, readableAmount } from "@/lib/money/displayAmount";
import { readTypedAmount, typedText } from "@/lib/money/typedAmount";

const minor = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });

describe("displayAmount", () => {
  test("default", () => {
    expect(displayAmount(1_234_050_000_000n, 9)).toEqual({ figures: "1,234.05", padding: "0000000" });
  });

  test("behavior: at least two decimals, and none where the currency has none", () => {
    expect(readableAmount(10_000_000_000n, 9)).toBe("10.00");
    expect(readableAmount(1n, 9)).toBe("0.000000001");
    expect(readableAmount(1_234n, 0)).toBe("1,234");
  });

  test("behavior: nothing is said of an amount before its currency is known", () => {
    expect(displayAmount(1_234_000_000n, null)).toEqual({ figures: "–", padding: "" });
    expect(readableAmount(0n, null)).toBe("–");
  });

  test("property: figures and padding together have every decimal", () => {
    fc.assert(
      fc.property(minor, (amount) => {
        const { figures, padding } = displayAmount(amount, 9);
        expect(BigInt((figures + padding).replace(/[,.]/g, ""))).toBe(amount);
      }),
    );
  });
});

describe("readTypedAmount", () => {
  test("default", () => {
    expect(readTypedAmount("0.05", 9)).toEqual({ kind: "amount", minor: 50_000_000n });
  });

  test("behavior: what people type on the way to a number", () => {
    expect(readTypedAmount(" ", 9)).toEqual({ kind: "empty" });
    expect(readTypedAmount(".5", 9)).toEqual({ kind: "amount", minor: 500_000_000n });
    expect(readTypedAmount("1.", 9)).toEqual({ kind: "amount", minor: 1_000_000_000n });
    expect(readTypedAmount("0,5", 9)).toEqual({ kind: "amount", minor: 500_000_000n });
  });

  test.each([
    ["-1", "notANumber"],
    ["1e9", "notANumber"],
    ["1,000.5", "notANumber"],
    ["0.0000000001", "tooPrecise"],
    ["9223372036854775808", "tooLarge"],
  ])("behavior: %s is refused as %s", (text, reason) => {
    expect(readTypedAmount(text, 9)).toEqual({ kind: "invalid", reason });
  });

  test("property: what a button fills in reads back unchanged", () => {
    fc.assert(
      fc.property(minor, (amount) => {
        expect(readTypedAmount(typedText(amount, 9), 9)).toEqual({ kind: "amount", minor: amount });
      }),
    );
  });
});
