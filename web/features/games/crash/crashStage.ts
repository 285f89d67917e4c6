import type { CrashTableView } from "#domain/api/crash.ts";
import { multiplierAt, reachedAtMs } from "#domain/games/crash/curve.ts";

/** What a table shows at a moment. Multipliers in hundredths, times in milliseconds. */
export type CrashStage =
  | { readonly kind: "closed" | "preparing" | "cancelled" }
  /** `share` is what is left of the betting phase, from 1 to 0. */
  | { readonly kind: "betting"; readonly leftMs: number; readonly share: number }
  | { readonly kind: "running"; readonly elapsedMs: number; readonly hundredths: number }
  | { readonly kind: "crashed"; readonly elapsedMs: number; readonly hundredths: number };

/** @param nowMs on the house's clock; null while that is unknown: then a curve waits at its start */
export function stageOf({ round, bettingMs, isOpen }: CrashTableView, nowMs: number | null): CrashStage {
  if (round === null) return { kind: isOpen ? "preparing" : "closed" };
  switch (round.phase) {
    case "betting": {
      const endsAtMs = Date.parse(round.bettingEndsAt);
      const leftMs = Math.max(0, endsAtMs - (nowMs ?? endsAtMs));
      return { kind: "betting", leftMs, share: Math.min(1, leftMs / Math.max(1, bettingMs)) };
    }
    case "running": {
      const startedMs = Date.parse(round.startedAt ?? round.bettingEndsAt);
      const elapsedMs = Math.max(0, Math.floor((nowMs ?? startedMs) - startedMs));
      const hundredths = Math.min(multiplierAt(elapsedMs), round.ceilingHundredths);
      return { kind: "running", elapsedMs, hundredths };
    }
    case "cancelled":
      return { kind: "cancelled" };
    default: {
      const point = round.pointHundredths ?? 100;
      const hundredths = Math.min(point, round.ceilingHundredths);
      return { kind: "crashed", elapsedMs: reachedAtMs(hundredths), hundredths };
    }
  }
}
