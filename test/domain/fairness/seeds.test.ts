import { describe, expect, test } from "vitest";
import { commitment } from "#domain/fairness/commitment.ts";
import { ClientSeedInvalid, isAsciiSeed, isNonce, parseClientSeed } from "#domain/fairness/seeds.ts";

const SERVER_SEED = "0f6e8aba300b7f1217ee46606773cf6046b524f74505cf2124ffe181ad6b9dbf";

describe("commitment", () => {
  test("default", () => {
    const published = "97139e593bce24783a3c4be064b07a07952e08f7f6f5d16a28abfc69c8453f99";
    expect(commitment(SERVER_SEED)).toBe(published);
  });

  test("behavior: a seed changed in one digit does not fit its commitment", () => {
    expect(commitment(SERVER_SEED.replace(/f$/, "e"))).not.toBe(commitment(SERVER_SEED));
  });
});

describe("parseClientSeed", () => {
  test.each(["a", " ", "my lucky words", "a:1:0", "~".repeat(64)])("default: %j", (text) => {
    expect(parseClientSeed(text)).toBe(text);
  });

  test.each(["", "a".repeat(65), "é", "a\n", "\ta", "\u007f"])("error: ClientSeedInvalid for %j", (text) => {
    expect(() => parseClientSeed(text)).toThrow(ClientSeedInvalid);
  });
});

describe("isAsciiSeed and isNonce", () => {
  test("default", () => {
    expect(["def", "\u0000", "é", ""].map(isAsciiSeed)).toEqual([true, true, false, false]);
    expect([0, 2 ** 53 - 1].every(isNonce)).toBe(true);
    expect([-1, 0.5, 2 ** 53, Number.NaN, "1", 1n, null].some(isNonce)).toBe(false);
  });
});
