import { describe, expect, test } from "vitest";
import {
  limitInForce,
  type Movements,
  measureLimits,
  type NamedLimit,
} from "#domain/limits/measureLimits.ts";

const NOW_MS = 1_000_000;
const limitOf = (overrides: Partial<NamedLimit> = {}): NamedLimit => ({
  kind: "wager",
  period: "day",
  amountMinor: 100n,
  next: null,
  ...overrides,
});
const moved = (wageredMinor: bigint, paidMinor: bigint, depositedMinor: bigint) => ({
  wageredMinor,
  paidMinor,
  depositedMinor,
});
const MOVEMENTS: Movements = {
  day: moved(10n, 4n, -3n),
  week: moved(20n, 50n, 5n),
  month: moved(30n, 8n, 7n),
};

describe("measureLimits", () => {
  test("default: each kind by what it counts, each period by its own", () => {
    const limits = [
      limitOf(),
      limitOf({ kind: "loss", period: "week" }),
      limitOf({ kind: "deposit" }),
      limitOf({ kind: "loss", period: "month" }),
    ];
    expect(measureLimits(limits, MOVEMENTS, NOW_MS).map(({ usedMinor }) => usedMinor)).toEqual([
      10n,
      -30n,
      -3n,
      22n,
    ]);
  });

  test("behavior: one that is none is left out, one of nothing is not", () => {
    const limits = [limitOf({ amountMinor: null }), limitOf({ amountMinor: 0n, period: "week" })];
    expect(measureLimits(limits, MOVEMENTS, NOW_MS)).toEqual([
      { kind: "wager", period: "week", amountMinor: 0n, usedMinor: 20n },
    ]);
  });
});

describe("limitInForce", () => {
  test.each([
    ["a raise that is due", { amountMinor: 500n, fromMs: NOW_MS }, { amountMinor: 500n, next: null }],
    ["an end that is due", { amountMinor: null, fromMs: NOW_MS - 1 }, { amountMinor: null, next: null }],
    [
      "a raise still ahead",
      { amountMinor: 500n, fromMs: NOW_MS + 1 },
      { amountMinor: 100n, next: { amountMinor: 500n, fromMs: NOW_MS + 1 } },
    ],
  ])("default: %s", (_what, next, expected) => {
    expect(limitInForce(limitOf({ next }), NOW_MS)).toMatchObject(expected);
  });
});
