import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import { drawIndex, FLOAT_SPAN, pickKofN, soleFloat } from "#domain/fairness/draw.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { vectorsOf } from "#test/domain/fairness/vectors.ts";
import fc from "#test/support/properties.ts";

const SEED = 20_261_121;
const uint32 = fc.integer({ min: 0, max: FLOAT_SPAN - 1 });

describe("drawIndex", () => {
  test("behavior: both ends of the range", () => {
    expect(drawIndex(0, 37)).toBe(0);
    expect(drawIndex(FLOAT_SPAN - 1, 37)).toBe(36);
  });

  test("property: equals the quotient of whole numbers", () => {
    fc.assert(
      fc.property(uint32, fc.integer({ min: 1, max: 2 ** 21 }), (u, choices) => {
        expect(BigInt(drawIndex(u, choices))).toBe((BigInt(u) * BigInt(choices)) >> 32n);
      }),
      { seed: SEED },
    );
  });

  test("error: InvariantError", () => {
    expect(() => drawIndex(0, 0)).toThrow(InvariantError);
    expect(() => drawIndex(0, 2 ** 21 + 1)).toThrow(InvariantError);
    expect(() => soleFloat([])).toThrow(InvariantError);
  });
});

describe("pickKofN", () => {
  const pick = (serverSeed: string, clientSeed: string, nonce: number, count: number, poolSize: number) =>
    pickKofN(createSeedHasher(serverSeed).floats({ clientSeed, nonce, count }), poolSize);

  test.each([
    [0, [6]],
    [1, [1, 21]],
    [2, [13, 16, 22]],
  ])("default: published mines of nonce %i", (nonce, expected) => {
    const server = "5ff5c610e633b2a91c46d1be1f74286b";
    const mines = pick(server, "854581b6f52eaa86503f1dc6433655f9", nonce, expected.length, 25);
    expect(mines.toSorted((a, b) => a - b)).toEqual(expected);
  });

  test.each(vectorsOf("mines_order"))("default: order of mines, nonce $nonce", (vector) => {
    const expected = vector.expected as number[];
    const { serverSeed, clientSeed, nonce } = vector;
    expect(pick(serverSeed, clientSeed, nonce, expected.length, 25)).toEqual(expected);
  });

  test.each(vectorsOf("keno_order_0based"))("default: order of keno, nonce $nonce", (vector) => {
    const { serverSeed, clientSeed, nonce } = vector;
    expect(pick(serverSeed, clientSeed, nonce, 10, 40)).toEqual(vector.expected);
  });

  test("property: different numbers out of the pool", () => {
    fc.assert(
      fc.property(fc.array(uint32, { maxLength: 40 }), (random) => {
        const picked = pickKofN(random, 40);
        expect(new Set(picked).size).toBe(random.length);
        expect(picked.every((number) => number >= 0 && number < 40)).toBe(true);
      }),
      { seed: SEED },
    );
  });

  test("error: InvariantError", () => {
    expect(() => pickKofN([0, 0, 0], 2)).toThrow(InvariantError);
  });
});
