import type { CrashRoundView, CrashTableView } from "#domain/api/crash.ts";
import { multiplierAt, reachedAtMs } from "#domain/games/crash/curve.ts";
import type { HouseTime } from "@/features/games/crash/houseClock";

/** What a table shows at a moment. Multipliers in hundredths, times in milliseconds. */
export type CrashStage =
  | { readonly kind: "closed" | "preparing" | "cancelled" }
  /** `share` is what is left of the betting phase, from 1 to 0. */
  | { readonly kind: "betting"; readonly leftMs: number; readonly share: number }
  | RunningStage
  | { readonly kind: "crashed"; readonly elapsedMs: number; readonly hundredths: number };

export type RunningStage = {
  readonly kind: "running";
  readonly elapsedMs: number;
  readonly hundredths: number;
  /** How far the house itself has said that the round has come. */
  readonly toldHundredths: number;
  /** False once the house has been silent for too long: then the figure stands still. */
  readonly isHeard: boolean;
};

/** While a round runs the house says so ten times a second. */
const TICK_MS = 100;
/** The figure is moved on by itself so far beyond what the house has said, and no further. */
const AHEAD_MS = 4 * TICK_MS;
/** A shorter silence is a hiccup of the line. */
const SILENT_MS = 10 * TICK_MS;

/** @param time on the house's clock; null while that is unknown: then a curve waits at its start */
export function stageOf({ round, bettingMs, isOpen }: CrashTableView, time: HouseTime | null): CrashStage {
  if (round === null) return { kind: isOpen ? "preparing" : "closed" };
  switch (round.phase) {
    case "betting": {
      const endsAtMs = Date.parse(round.bettingEndsAt);
      const leftMs = Math.max(0, endsAtMs - (time?.nowMs ?? endsAtMs));
      return { kind: "betting", leftMs, share: Math.min(1, leftMs / Math.max(1, bettingMs)) };
    }
    case "running":
      return runningStage(round, time);
    case "cancelled":
      return { kind: "cancelled" };
    default: {
      const point = round.pointHundredths ?? 100;
      const hundredths = Math.min(point, round.ceilingHundredths);
      return { kind: "crashed", elapsedMs: reachedAtMs(hundredths), hundredths };
    }
  }
}

function runningStage(round: CrashRoundView, time: HouseTime | null): RunningStage {
  const startedMs = Date.parse(round.startedAt ?? round.bettingEndsAt);
  const { nowMs, toldMs, silentMs } = time ?? { nowMs: startedMs, toldMs: startedMs, silentMs: 0 };
  const elapsedMs = sinceStart(Math.min(nowMs, toldMs + AHEAD_MS));
  return {
    kind: "running",
    elapsedMs,
    hundredths: figureAt(elapsedMs),
    toldHundredths: figureAt(sinceStart(toldMs)),
    isHeard: silentMs < SILENT_MS,
  };

  function sinceStart(ms: number): number {
    return Math.max(0, Math.floor(ms - startedMs));
  }
  function figureAt(ms: number): number {
    return Math.min(multiplierAt(ms), round.ceilingHundredths);
  }
}
