import { describe, expect, test } from "vitest";
import { formatFractionDown, multiplyDown } from "#domain/money/fraction.ts";

describe("formatFractionDown", () => {
  test.each([
    [9900n, 5000n, "1.98"],
    [9900n, 4999n, "1.9803"],
    [2n, 3n, "0.6666"],
    [0n, 1n, "0"],
  ])("default: %i/%i", (numerator, denominator, text) => {
    expect(formatFractionDown({ numerator, denominator }, 4)).toBe(text);
  });
});

describe("multiplyDown", () => {
  test("behavior: a fraction of a minor unit stays with the house", () => {
    expect(multiplyDown(1n, { numerator: 199n, denominator: 100n })).toBe(1n);
  });
});
