import { describe, expect, test } from "vitest";
import {
  CheckpointStale,
  ExitUnderWay,
  requireTransferable,
  SurplusExceeded,
  type TreasuryFacts,
} from "#domain/settlement/treasuryTransfer.ts";

const facts = (overrides: Partial<TreasuryFacts> = {}): TreasuryFacts => ({
  surplusQuanta: 100n,
  publishedAt: 1_000n,
  freshnessSeconds: 86_400n,
  isExitActive: false,
  now: 2_000n,
  ...overrides,
});

describe("requireTransferable", () => {
  test("default: up to the whole surplus, up to the last second", () => {
    requireTransferable(100n, facts());
    requireTransferable(1n, facts({ now: 87_400n }));
  });

  test("error: SurplusExceeded", () => {
    expect(() => requireTransferable(101n, facts())).toThrow(SurplusExceeded);
  });

  test("error: CheckpointStale", () => {
    expect(() => requireTransferable(1n, facts({ now: 87_401n }))).toThrow(CheckpointStale);
    expect(() => requireTransferable(1n, facts({ publishedAt: null }))).toThrow("none was published yet");
  });

  test("error: ExitUnderWay", () => {
    expect(() => requireTransferable(1n, facts({ isExitActive: true }))).toThrow(ExitUnderWay);
  });
});
