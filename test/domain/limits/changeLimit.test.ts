import { describe, expect, test } from "vitest";
import { changeLimit, type KeptLimit, RAISE_AFTER_MS } from "#domain/limits/changeLimit.ts";

const NOW = 1_000_000;
const kept = (amountMinor: bigint | null, next: KeptLimit["next"] = null): KeptLimit => ({
  amountMinor,
  next,
});
const raise = (amountMinor: bigint | null, fromMs = NOW + RAISE_AFTER_MS) => ({ amountMinor, fromMs });

describe("changeLimit", () => {
  test("default: lower at once, higher a day later", () => {
    expect(changeLimit(kept(100n), 50n, NOW)).toEqual(kept(50n));
    expect(changeLimit(kept(100n), 150n, NOW)).toEqual(kept(100n, raise(150n)));
  });

  test("behavior: a first limit counts at once, a removal a day later", () => {
    expect(changeLimit(kept(null), 10n, NOW)).toEqual(kept(10n));
    expect(changeLimit(kept(null), null, NOW)).toEqual(kept(null));
    expect(changeLimit(kept(10n), null, NOW)).toEqual(kept(10n, raise(null)));
    expect(changeLimit(kept(0n), null, NOW)).toEqual(kept(0n, raise(null)));
  });

  test("behavior: the same raise again is not put off, another begins anew", () => {
    const waiting = kept(100n, raise(200n, NOW + 5));
    expect(changeLimit(waiting, 200n, NOW)).toEqual(waiting);
    expect(changeLimit(waiting, 150n, NOW)).toEqual(kept(100n, raise(150n)));
    expect(changeLimit(waiting, null, NOW)).toEqual(kept(100n, raise(null)));
  });

  test("behavior: asking for what is in force, or less, takes a raise back", () => {
    expect(changeLimit(kept(100n, raise(200n)), 100n, NOW)).toEqual(kept(100n));
    expect(changeLimit(kept(100n, raise(null)), 40n, NOW)).toEqual(kept(40n));
  });
});
