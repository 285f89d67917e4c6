import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minorFromWei, NotWholeQuanta, weiFromMinor } from "#domain/chain/quanta.ts";

describe("quanta", () => {
  test("default", () => {
    expect(minorFromWei(20n * 10n ** 18n)).toBe(20_000_000_000n);
    expect(weiFromMinor(20_000_000_000n)).toBe(20n * 10n ** 18n);
    expect(minorFromWei(0n)).toBe(0n);
  });

  test.each([1n, 999_999_999n, 1_000_000_001n, -1n, -1_000_000_000n])(
    "error: NotWholeQuanta for %s wei",
    (wei) => {
      expect(() => minorFromWei(wei)).toThrow(NotWholeQuanta);
    },
  );

  test("property: minor units survive the way to wei and back", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 63n - 1n), (minor) => minorFromWei(weiFromMinor(minor)) === minor),
    );
  });
});
