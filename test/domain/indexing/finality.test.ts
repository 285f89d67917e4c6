import { describe, expect, test } from "vitest";
import { finalBlock, nextFinalized, oldestFork } from "#domain/indexing/finality.ts";
import fc from "#test/support/properties.ts";

describe("finalBlock", () => {
  test("default: so many blocks deep, and recorded", () => {
    expect(finalBlock(100n, 100n, 15)).toBe(85n);
    expect(finalBlock(100n, 100n, { depth: 15 })).toBe(85n);
    expect(finalBlock(100n, 50n, 15)).toBe(50n);
    expect(finalBlock(10n, 10n, 15)).toBe(-5n);
  });

  test("behavior: where the chain decides, the depth does not", () => {
    expect(finalBlock(100n, 100n, { depth: 15, finalizedNumber: 98n })).toBe(98n);
    expect(finalBlock(100n, 100n, { depth: 15, finalizedNumber: 20n })).toBe(20n);
    expect(finalBlock(100n, 60n, { depth: 15, finalizedNumber: 98n })).toBe(60n);
    expect(finalBlock(100n, 100n, { depth: 15, finalizedNumber: -1n })).toBe(-1n);
    expect(finalBlock(100n, 100n, { depth: 15, finalizedNumber: undefined })).toBe(85n);
  });

  test("property: never beyond the head or the tip", () => {
    const number = fc.bigInt({ min: 0n, max: 10_000n });
    fc.assert(
      fc.property(
        number,
        number,
        fc.integer({ min: 1, max: 100 }),
        fc.option(number),
        (head, tip, depth, tag) => {
          const final = finalBlock(head, tip, { depth, finalizedNumber: tag ?? undefined });
          expect(final <= head && final <= tip).toBe(true);
        },
      ),
    );
  });
});

describe("nextFinalized", () => {
  test("default: follows what is said", () => expect(nextFinalized(90n, 95n, 100n)).toBe(95n));

  test.each([
    ["nothing", undefined],
    ["less than before", 80n],
    ["more than there is", 101n],
  ])("behavior: %s changes nothing", (_, answered) => expect(nextFinalized(90n, answered, 100n)).toBe(90n));
});

describe("oldestFork", () => {
  test("default: as deep as one reorganisation goes", () => {
    expect(oldestFork(1_000n, 990n, 64)).toBe(936n);
  });

  test("behavior: down to the final block, where that is lower still", () => {
    expect(oldestFork(1_000n, 917n, 64)).toBe(917n);
  });

  test("behavior: where nothing is called final, some thousand blocks", () => {
    expect(oldestFork(1_000_000n, -1n, 64)).toBe(995_904n);
  });

  test("behavior: a depth beyond that is still what was asked for", () => {
    expect(oldestFork(1_000_000n, -1n, 10_000)).toBe(990_000n);
  });

  test("behavior: a short chain, down to below its first block", () => {
    expect(oldestFork(40n, -1n, 64)).toBe(-24n);
  });
});
