import { describe, expect, test } from "vitest";
import { multiplierAt, reachedAtMs } from "#domain/games/crash/curve.ts";
import { stageOf } from "@/features/games/crash/crashStage";
import type { HouseTime } from "@/features/games/crash/houseClock";
import { crashRound, crashTable } from "./rounds.ts";

const startedMs = Date.parse("2026-11-21T10:00:06.010Z");
/** A house that is heard, at a moment of its clock. */
const heard = (nowMs: number, changes: Partial<HouseTime> = {}): HouseTime => ({
  nowMs,
  toldMs: nowMs,
  silentMs: 0,
  ...changes,
});
const bettingEndsMs = Date.parse("2026-11-21T10:00:06.000Z");

describe("stageOf", () => {
  test("default", () => {
    const stage = stageOf(crashTable(crashRound()), heard(startedMs + 5_000.7));
    const hundredths = multiplierAt(5_000);
    expect(stage).toEqual({
      kind: "running",
      elapsedMs: 5_000,
      hundredths,
      toldHundredths: hundredths,
      isHeard: true,
    });
  });

  test("behavior: counts down to the end of betting, and never below it", () => {
    const table = crashTable(crashRound({ phase: "betting", startedAt: null }));
    expect(stageOf(table, heard(bettingEndsMs - 1_500))).toEqual({
      kind: "betting",
      leftMs: 1_500,
      share: 0.25,
    });
    expect(stageOf(table, heard(bettingEndsMs + 1_500))).toEqual({ kind: "betting", leftMs: 0, share: 0 });
  });

  test("behavior: without a clock, and before the start, a curve waits at 1.00×", () => {
    const table = crashTable(crashRound());
    const start = { kind: "running", elapsedMs: 0, hundredths: 100, toldHundredths: 100, isHeard: true };
    expect(stageOf(table, null)).toEqual(start);
    expect(stageOf(table, heard(startedMs - 20))).toEqual(start);
  });

  test("behavior: the figure runs ahead of what the house has said by four ticks, and no further", () => {
    const table = crashTable(crashRound());
    const toldMs = startedMs + 5_000;
    const at = (aheadMs: number) => stageOf(table, heard(toldMs + aheadMs, { toldMs, silentMs: aheadMs }));
    const toldHundredths = multiplierAt(5_000);
    expect(at(300)).toMatchObject({ hundredths: multiplierAt(5_300), toldHundredths, isHeard: true });
    expect(at(900)).toMatchObject({ hundredths: multiplierAt(5_400), toldHundredths, isHeard: true });
    expect(at(1_000)).toMatchObject({ hundredths: multiplierAt(5_400), toldHundredths, isHeard: false });
  });

  test("behavior: what an earlier round was heard of says nothing of this one", () => {
    const stage = stageOf(crashTable(crashRound()), heard(startedMs + 50, { toldMs: startedMs - 9_000 }));
    expect(stage).toMatchObject({ elapsedMs: 0, toldHundredths: 100 });
  });

  test("behavior: the figure does not rise above the round's ceiling", () => {
    const table = crashTable(crashRound({ ceilingHundredths: 150 }));
    expect(stageOf(table, heard(startedMs + 60_000))).toMatchObject({ hundredths: 150 });
  });

  test("behavior: a crashed round stands where it ended", () => {
    const table = crashTable(crashRound({ phase: "crashed", pointHundredths: 153 }));
    const elapsedMs = reachedAtMs(153);
    expect(stageOf(table, null)).toEqual({ kind: "crashed", elapsedMs, hundredths: 153 });
  });

  test("behavior: tells why there is no round", () => {
    expect(stageOf(crashTable(null), null)).toEqual({ kind: "preparing" });
    expect(stageOf({ ...crashTable(null), isOpen: false }, null)).toEqual({ kind: "closed" });
    expect(stageOf(crashTable(crashRound({ phase: "cancelled" })), null)).toEqual({ kind: "cancelled" });
  });
});
