import { describe, expect, test } from "vitest";
import type { PlayerLimitView } from "#domain/api/limits.ts";
import { RAISE_AFTER_MS } from "#domain/limits/changeLimit.ts";
import {
  madeChange,
  type OwnLimit,
  ownLimit,
  plannedChange,
  usedPercentDown,
} from "@/features/limits/ownLimit";

const NOW = 1_000_000;
const name = { currency: "BNB", kind: "wager", period: "day" } as const;
const listed: PlayerLimitView = {
  ...name,
  amount: "500",
  used: "120",
  next: { amount: null, from: "2026-11-22T13:20:00.000Z" },
};
const limit: OwnLimit = { kind: "wager", period: "day", amountMinor: 500n, usedMinor: 120n, next: null };

describe("ownLimit", () => {
  test("default", () => {
    const next = { amountMinor: null, fromMs: Date.parse("2026-11-22T13:20:00Z") };
    expect(ownLimit([listed], name)).toEqual({ ...limit, next });
  });

  test("behavior: one that is not listed is not set", () => {
    for (const other of [{ ...name, currency: "USDT" }, { ...name, kind: "loss" } as const]) {
      const { kind, period } = other;
      expect(ownLimit([listed], other)).toEqual({
        kind,
        period,
        amountMinor: null,
        usedMinor: 0n,
        next: null,
      });
    }
  });
});

describe("usedPercentDown", () => {
  test("default", () => {
    expect(usedPercentDown(limit)).toBe(24);
    expect(usedPercentDown({ ...limit, usedMinor: 499n })).toBe(99);
    expect(usedPercentDown({ ...limit, usedMinor: 500n })).toBe(100);
  });

  test("behavior: never below nothing or above all, and a limit of zero is full", () => {
    expect(usedPercentDown({ ...limit, usedMinor: -30n })).toBe(0);
    expect(usedPercentDown({ ...limit, usedMinor: 900n })).toBe(100);
    expect(usedPercentDown({ ...limit, amountMinor: 0n, usedMinor: 0n })).toBe(100);
    expect(usedPercentDown({ ...limit, amountMinor: null })).toBe(0);
  });
});

describe("plannedChange", () => {
  test("default: lower at once, higher or none later", () => {
    expect(plannedChange(limit, 400n, NOW)).toEqual({ kind: "atOnce" });
    expect(plannedChange({ ...limit, amountMinor: null }, 400n, NOW)).toEqual({ kind: "atOnce" });
    const later = { kind: "later", fromMs: NOW + RAISE_AFTER_MS };
    expect(plannedChange(limit, 600n, NOW)).toEqual(later);
    expect(plannedChange(limit, null, NOW)).toEqual(later);
  });

  test("behavior: the same again changes nothing, and does not put a raise off", () => {
    const raised = { ...limit, next: { amountMinor: 600n, fromMs: NOW + 5 } };
    expect(plannedChange(limit, 500n, NOW)).toEqual({ kind: "same" });
    expect(plannedChange(raised, 600n, NOW)).toEqual({ kind: "same" });
    expect(plannedChange({ ...limit, amountMinor: null }, null, NOW)).toEqual({ kind: "same" });
  });

  test("behavior: asking for what stands takes a raise back", () => {
    const raised = { ...limit, next: { amountMinor: 600n, fromMs: NOW + 5 } };
    expect(plannedChange(raised, 500n, NOW)).toEqual({ kind: "takesBack" });
    expect(plannedChange(raised, 700n, NOW)).toEqual({ kind: "later", fromMs: NOW + RAISE_AFTER_MS });
  });
});

describe("madeChange", () => {
  const raised = { ...limit, next: { amountMinor: 600n, fromMs: NOW + 5 } };

  test("default: what the house has made of it", () => {
    expect(madeChange(400n, { before: limit, after: { ...limit, amountMinor: 400n } })).toEqual({
      kind: "atOnce",
    });
    expect(madeChange(600n, { before: limit, after: raised })).toEqual({ kind: "later", fromMs: NOW + 5 });
    expect(madeChange(500n, { before: raised, after: limit })).toEqual({ kind: "takesBack" });
    expect(madeChange(500n, { before: limit, after: limit })).toEqual({ kind: "same" });
  });

  test("behavior: what another device had changed meanwhile is not told as planned here", () => {
    // Lowered to 300 elsewhere: 400 was planned as a lower limit, and is a raise.
    const after = { ...limit, amountMinor: 300n, next: { amountMinor: 400n, fromMs: NOW + 9 } };
    expect(plannedChange(limit, 400n, NOW)).toEqual({ kind: "atOnce" });
    expect(madeChange(400n, { before: limit, after })).toEqual({ kind: "later", fromMs: NOW + 9 });
    // Asked for elsewhere already: it counts from then, not from 24 hours after now.
    expect(madeChange(600n, { before: limit, after: raised })).toEqual({ kind: "later", fromMs: NOW + 5 });
  });
});
