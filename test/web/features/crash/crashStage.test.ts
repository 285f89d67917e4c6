import { describe, expect, test } from "vitest";
import { multiplierAt, reachedAtMs } from "#domain/games/crash/curve.ts";
import { stageOf } from "@/features/games/crash/crashStage";
import { crashRound, crashTable } from "./rounds.ts";

const startedMs = Date.parse("2026-11-21T10:00:06.010Z");
const bettingEndsMs = Date.parse("2026-11-21T10:00:06.000Z");

describe("stageOf", () => {
  test("default", () => {
    const stage = stageOf(crashTable(crashRound()), startedMs + 5_000.7);
    expect(stage).toEqual({ kind: "running", elapsedMs: 5_000, hundredths: multiplierAt(5_000) });
  });

  test("behavior: counts down to the end of betting, and never below it", () => {
    const table = crashTable(crashRound({ phase: "betting", startedAt: null }));
    expect(stageOf(table, bettingEndsMs - 1_500)).toEqual({ kind: "betting", leftMs: 1_500, share: 0.25 });
    expect(stageOf(table, bettingEndsMs + 1_500)).toEqual({ kind: "betting", leftMs: 0, share: 0 });
  });

  test("behavior: without a clock, and before the start, a curve waits at 1.00×", () => {
    const table = crashTable(crashRound());
    const start = { kind: "running", elapsedMs: 0, hundredths: 100 };
    expect(stageOf(table, null)).toEqual(start);
    expect(stageOf(table, startedMs - 20)).toEqual(start);
  });

  test("behavior: the figure does not rise above the round's ceiling", () => {
    const table = crashTable(crashRound({ ceilingHundredths: 150 }));
    expect(stageOf(table, startedMs + 60_000)).toMatchObject({ hundredths: 150 });
  });

  test("behavior: a crashed round stands where it ended", () => {
    const table = crashTable(crashRound({ phase: "crashed", pointHundredths: 153 }));
    const elapsedMs = reachedAtMs(153);
    expect(stageOf(table, null)).toEqual({ kind: "crashed", elapsedMs, hundredths: 153 });
  });

  test("behavior: tells why there is no round", () => {
    expect(stageOf(crashTable(null), 0)).toEqual({ kind: "preparing" });
    expect(stageOf({ ...crashTable(null), isOpen: false }, 0)).toEqual({ kind: "closed" });
    expect(stageOf(crashTable(crashRound({ phase: "cancelled" })), 0)).toEqual({ kind: "cancelled" });
  });
});
