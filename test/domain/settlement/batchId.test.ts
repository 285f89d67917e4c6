import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import { type BatchSeries, batchIdOf } from "#domain/settlement/batchId.ts";

const SERIES: BatchSeries = { chainId: 56, vault: `0x${"7a".repeat(20)}`, tenantId: 1 };

describe("batchIdOf", () => {
  test("default: 32 bytes that end in the sequence number; neighbours differ in the last byte alone", () => {
    const [first, second] = [batchIdOf(SERIES, 0n), batchIdOf(SERIES, 1n)];
    expect(first).toMatch(/^0x[0-9a-f]{48}0{16}$/);
    expect(second).toBe(`${first.slice(0, -2)}01`);
  });

  test("behavior: other chains, vaults and tenants never share an id", () => {
    const others = [{ chainId: 97 }, { vault: `0x${"7b".repeat(20)}` as const }, { tenantId: 2 }];
    const ids = [SERIES, ...others.map((other) => ({ ...SERIES, ...other }))].map((s) => batchIdOf(s, 5n));
    expect(new Set(ids).size).toBe(4);
  });

  test("error: InvariantError on a number beyond 64 bits", () => {
    expect(() => batchIdOf(SERIES, 2n ** 64n)).toThrow(InvariantError);
    expect(() => batchIdOf(SERIES, -1n)).toThrow(InvariantError);
  });
});
