import { describe, expect, test } from "vitest";
import { alertsOf, type WatchedBatch } from "#domain/settlement/batchAlerts.ts";

const batch = (overrides: Partial<WatchedBatch> = {}): WatchedBatch => ({
  status: "sent",
  failure: null,
  secondsLeft: 500_000n,
  transactions: [],
  ...overrides,
});
const kinds = (overrides: Partial<WatchedBatch>) => alertsOf(batch(overrides)).map(({ kind }) => kind);
const pending = (newestAgeMs: number) => ({ isPending: true, attempts: 3, newestAgeMs });

describe("alertsOf", () => {
  test("default: a batch that gets on is nothing to worry about", () => {
    expect(kinds({ transactions: [pending(1_000)] })).toEqual([]);
    expect(kinds({ status: "built" })).toEqual([]);
  });

  test("behavior: each fault is named, the most urgent first", () => {
    const tries = [pending(120_000), pending(0), pending(0)];
    expect(kinds({ failure: "X", transactions: tries, secondsLeft: 86_399n })).toEqual([
      "cannot_run",
      "stuck",
      "many_transactions",
      "deadline_near",
    ]);
    expect(kinds({ status: "built", failure: "X" })).toEqual(["refused"]);
  });

  test("behavior: a transaction that was mined is not stuck", () => {
    expect(kinds({ transactions: [{ isPending: false, attempts: 1, newestAgeMs: 9_000_000 }] })).toEqual([]);
  });

  test("behavior: what is over says so, or nothing", () => {
    const failed = { failure: "X", secondsLeft: -1n };
    expect(kinds({ ...failed, status: "executed" })).toEqual([]);
    expect(kinds({ ...failed, status: "final" })).toEqual([]);
    expect(kinds({ ...failed, status: "expired" })).toEqual(["expired"]);
  });
});
