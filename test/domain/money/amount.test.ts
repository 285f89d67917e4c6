import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import {
  AmountInvalid,
  AmountTooLarge,
  AmountTooPrecise,
  formatMajor,
  MAX_AMOUNT_MINOR,
  mulDivDown,
  parseMajor,
  parseMinor,
} from "#domain/money/amount.ts";
import fc from "#test/support/properties.ts";

const SEED = 20_261_121;
const amountMinor = fc.bigInt({ min: 0n, max: MAX_AMOUNT_MINOR });

describe("parseMinor", () => {
  test("default", () => {
    expect(parseMinor("0")).toBe(0n);
    expect(parseMinor("9223372036854775807")).toBe(MAX_AMOUNT_MINOR);
  });

  test.each([
    "",
    " ",
    "1 ",
    "\n1",
    "1\n",
    "-1",
    "+1",
    "1.0",
    "1e3",
    "0x10",
    "007",
    "1_000",
    "１",
    "9".repeat(41),
  ])("error: AmountInvalid for %j", (text) => {
    expect(() => parseMinor(text)).toThrow(AmountInvalid);
  });

  test("error: AmountTooLarge", () => {
    expect(() => parseMinor("9223372036854775808")).toThrow(AmountTooLarge);
  });

  test("property: reads back what was written", () => {
    fc.assert(
      fc.property(amountMinor, (minor) => parseMinor(minor.toString()) === minor),
      { seed: SEED },
    );
  });
});

describe("parseMajor and formatMajor", () => {
  test.each([
    ["0.05", 9, 50_000_000n],
    ["0", 9, 0n],
    ["20", 9, 20_000_000_000n],
    ["0.000000001", 9, 1n],
    ["7", 0, 7n],
  ])("default: %s with %i decimals", (text, decimals, minor) => {
    expect(parseMajor(text, decimals)).toBe(minor);
    expect(formatMajor(minor, decimals)).toBe(text);
  });

  test("behavior: a loss is shown with its sign", () => {
    expect(formatMajor(-1_500_000_000n, 9)).toBe("-1.5");
    expect(formatMajor(-1n, 2)).toBe("-0.01");
  });

  test.each(["", ".5", "5.", "-0.1", "1,5", "1e-2", "00.5", "1.2.3", " 1"])(
    "error: AmountInvalid for %j",
    (text) => {
      expect(() => parseMajor(text, 9)).toThrow(AmountInvalid);
    },
  );

  test("error: AmountTooPrecise", () => {
    expect(() => parseMajor("0.0000000001", 9)).toThrow(AmountTooPrecise);
    expect(() => parseMajor("1.0", 0)).toThrow(AmountTooPrecise);
  });

  test("error: AmountTooLarge", () => {
    expect(() => parseMajor("9223372036.854775808", 9)).toThrow(AmountTooLarge);
  });

  test("property: formatting loses nothing", () => {
    fc.assert(
      fc.property(
        amountMinor,
        fc.integer({ min: 0, max: 18 }),
        (minor, decimals) => parseMajor(formatMajor(minor, decimals), decimals) === minor,
      ),
      { seed: SEED },
    );
  });
});

describe("mulDivDown", () => {
  test("default", () => {
    expect(mulDivDown(10n, 2n, 3n)).toBe(6n);
  });

  test("error: InvariantError", () => {
    expect(() => mulDivDown(-1n, 1n, 1n)).toThrow(InvariantError);
    expect(() => mulDivDown(1n, 1n, 0n)).toThrow(InvariantError);
  });

  test("property: the result is the largest that does not exceed the exact quotient", () => {
    fc.assert(
      fc.property(amountMinor, amountMinor, fc.bigInt({ min: 1n, max: MAX_AMOUNT_MINOR }), (a, b, c) => {
        const result = mulDivDown(a, b, c);
        return result * c <= a * b && (result + 1n) * c > a * b;
      }),
      { seed: SEED },
    );
  });
});
