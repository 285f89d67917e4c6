import { describe, expect, test } from "vitest";
import { finalBlock } from "#domain/indexing/finality.ts";
import {
  findingsOf,
  isWorthRecording,
  mustStopPayouts,
  RECORD_UNCHANGED_AFTER_MS,
} from "#domain/indexing/reconcile.ts";

const agreeing = {
  chainMinor: 10n,
  ledgerMinor: 10n,
  eventsMinor: 10n,
  unknownBatches: [],
  unseenBatches: [],
  unlistedEvents: 0,
  thresholdMinor: 0n,
};
const short = { ...agreeing, chainMinor: 9n };

describe("reconciliation", () => {
  test("default: nothing is found where all agree", () => {
    expect(findingsOf(agreeing)).toEqual([]);
    expect(mustStopPayouts(agreeing, [], [])).toBe(false);
  });

  test("behavior: names everything that differs", () => {
    const found = findingsOf({
      chainMinor: 11n,
      ledgerMinor: 10n,
      eventsMinor: 12n,
      unknownBatches: ["0xa"],
      unseenBatches: ["0xb"],
      unlistedEvents: 2,
      thresholdMinor: 0n,
    });
    expect(found.map(({ check }) => check)).toEqual([
      "vault_balance",
      "event_postings",
      "payout_batches",
      "payout_batches",
      "unlisted_token",
    ]);
  });

  test("behavior: a shortfall stops payouts every time, faults of the books when they are new", () => {
    const unknown = findingsOf({ ...agreeing, unknownBatches: ["0xa"] });
    expect(mustStopPayouts(short, unknown, unknown)).toBe(true);
    expect(mustStopPayouts(agreeing, unknown, [])).toBe(true);
    expect(mustStopPayouts(agreeing, unknown, unknown)).toBe(false);
    expect(mustStopPayouts(agreeing, findingsOf({ ...agreeing, unlistedEvents: 1 }), [])).toBe(false);
  });

  test("behavior: coins forced into the vault stop nothing", () => {
    const richer = { ...agreeing, chainMinor: 11n };
    expect(mustStopPayouts(richer, findingsOf(richer), [])).toBe(false);
  });

  test("behavior: a variance up to the threshold is no finding and stops nothing; one beyond it is and does", () => {
    const tolerant = { ...agreeing, thresholdMinor: 2n };
    for (const chainMinor of [8n, 12n]) expect(findingsOf({ ...tolerant, chainMinor })).toEqual([]);
    expect(mustStopPayouts({ ...tolerant, chainMinor: 8n }, [], [])).toBe(false);
    for (const chainMinor of [7n, 13n])
      expect(findingsOf({ ...tolerant, chainMinor }).map(({ check }) => check)).toEqual(["vault_balance"]);
    expect(mustStopPayouts({ ...tolerant, chainMinor: 7n }, [], [])).toBe(true);
  });

  test("behavior: records what changed, and what has not only now and then", () => {
    const result = { chainMinor: 1n, ledgerMinor: 1n, findings: [] };
    expect(isWorthRecording(result, undefined, 0)).toBe(true);
    expect(isWorthRecording(result, result, RECORD_UNCHANGED_AFTER_MS - 1)).toBe(false);
    expect(isWorthRecording(result, result, RECORD_UNCHANGED_AFTER_MS)).toBe(true);
    expect(isWorthRecording({ ...result, chainMinor: 2n }, result, 0)).toBe(true);
    const finding = { check: "vault_balance", detail: "x" } as const;
    expect(isWorthRecording({ ...result, findings: [finding] }, result, 0)).toBe(true);
  });
});

describe("finality", () => {
  test("default: so many blocks on top, and never beyond what is recorded", () => {
    expect(finalBlock(100n, 100n, 6)).toBe(94n);
    expect(finalBlock(100n, 50n, 6)).toBe(50n);
    expect(finalBlock(3n, 3n, 6)).toBe(-3n);
  });
});
