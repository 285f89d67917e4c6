import { MOST_DOUBT_MS } from "#domain/games/crash/cashOut.ts";
import { endsAfterMs, type RoundEnd } from "#domain/games/crash/curve.ts";

/** The newest round of a table, with its secret. Times in milliseconds. */
export type TableRound =
  | { readonly phase: "betting"; readonly bettingEndsMs: number }
  | ({ readonly phase: "running"; readonly startedMs: number } & RoundEnd)
  | { readonly phase: "over"; readonly settledMs: number };

/** What the leader of a table does next; `atMs` is when, if not now. */
export type TableStep =
  | { readonly kind: "open"; readonly atMs: number }
  | { readonly kind: "start"; readonly atMs: number }
  | { readonly kind: "cancel" }
  | { readonly kind: "settle"; readonly crashesAtMs: number; readonly atMs: number };

/** Cash-outs that were received in time have this long to be committed. */
export const SETTLE_GRACE_MS = MOST_DOUBT_MS;

/** Stakes that waited so much longer than announced for their round are given back: its players may have left. */
export const ABANDONED_AFTER_MS = 30_000;

/**
 * The rule by which rounds follow each other. It knows nothing but what is recorded, so that whoever leads, after whatever
 * has happened to the leader before, carries on with the same round: one that has started runs by its start.
 */
export function nextStep(
  round: TableRound | undefined,
  { nowMs, pauseMs }: { readonly nowMs: number; readonly pauseMs: number },
): TableStep {
  if (round === undefined) return { kind: "open", atMs: nowMs };
  switch (round.phase) {
    case "betting":
      if (nowMs >= round.bettingEndsMs + ABANDONED_AFTER_MS) return { kind: "cancel" };
      return { kind: "start", atMs: round.bettingEndsMs };
    case "running": {
      const crashesAtMs = round.startedMs + endsAfterMs(round);
      return { kind: "settle", crashesAtMs, atMs: crashesAtMs + SETTLE_GRACE_MS };
    }
    case "over":
      return { kind: "open", atMs: round.settledMs + pauseMs };
  }
}
