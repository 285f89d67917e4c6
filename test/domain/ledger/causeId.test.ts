import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { causeIdOf } from "#domain/ledger/causeId.ts";
import fc from "#test/support/properties.ts";

const SEED = 20_261_121;
const UUID_V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("causeIdOf", () => {
  test("default: the same name gives the same uuid", () => {
    expect(causeIdOf("deposit", 56, "0xab", 3n)).toBe(causeIdOf("deposit", "56", "0xab", 3));
  });

  test("behavior: the first sixteen bytes of SHA-256, but for version and variant", () => {
    const hex = createHash("sha256").update('["deposit","56"]').digest("hex");
    const bare = causeIdOf("deposit", 56).replaceAll("-", "");
    expect(bare.slice(0, 12)).toBe(hex.slice(0, 12));
    expect(bare.slice(13, 16)).toBe(hex.slice(13, 16));
    expect(bare.slice(17)).toBe(hex.slice(17, 32));
  });

  test("property: a version 8 uuid, whatever the name", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (parts) => UUID_V8.test(causeIdOf(...parts))),
      { seed: SEED },
    );
  });

  test("property: where a part ends matters", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (a, b) => {
        expect(causeIdOf(a, b)).not.toBe(causeIdOf(a + b));
        expect(causeIdOf(a, b)).not.toBe(causeIdOf("", a + b));
      }),
      { seed: SEED },
    );
  });
});
