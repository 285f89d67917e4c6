import { expect, test } from "vitest";
import { reachedAtMs } from "#domain/games/crash/curve.ts";
import {
  ABANDONED_AFTER_MS,
  nextStep,
  SETTLE_GRACE_MS,
  type TableRound,
} from "#domain/games/crash/nextStep.ts";

const at = (round: TableRound | undefined, nowMs: number) => nextStep(round, { nowMs, pauseMs: 3_000 });

test("default: betting, the curve, settlement, a pause, and the next round", () => {
  expect(at(undefined, 50)).toEqual({ kind: "open", atMs: 50 });
  expect(at({ phase: "betting", bettingEndsMs: 6_000 }, 100)).toEqual({ kind: "start", atMs: 6_000 });
  const running = {
    phase: "running",
    startedMs: 6_010,
    pointHundredths: 200n,
    ceilingHundredths: 1_000,
  } as const;
  const crashesAtMs = 6_010 + reachedAtMs(201);
  expect(at(running, 7_000)).toEqual({ kind: "settle", crashesAtMs, atMs: crashesAtMs + SETTLE_GRACE_MS });
  expect(at({ phase: "over", settledMs: 20_000 }, 20_001)).toEqual({ kind: "open", atMs: 23_000 });
});

test("behavior: a round that has started is settled by its start, however late; one that has not is not begun too late", () => {
  const running = {
    phase: "running",
    startedMs: 0,
    pointHundredths: 100n,
    ceilingHundredths: 1_000,
  } as const;
  expect(at(running, 10 ** 9)).toEqual(at(running, 0));
  const betting = { phase: "betting", bettingEndsMs: 6_000 } as const;
  expect(at(betting, 6_000 + ABANDONED_AFTER_MS - 1)).toEqual({ kind: "start", atMs: 6_000 });
  expect(at(betting, 6_000 + ABANDONED_AFTER_MS)).toEqual({ kind: "cancel" });
});
