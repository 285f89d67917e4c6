import type { SeatLost } from "@/features/games/playerSeat";

/** What a player set an auto-bet to do. Amounts in minor units; null for no stop. */
export type AutoBetPlan = {
  readonly count: number;
  readonly stopOnWinMinor: bigint | null;
  readonly stopOnLossMinor: bigint | null;
};

export type AutoBetProgress = {
  readonly done: number;
  /** Payouts less stakes since the start. */
  readonly netMinor: bigint;
  /** The same before the latest bet: all that may be told while the field still moves to its result. */
  readonly netBeforeMinor: bigint;
  /** Null before the first. */
  readonly latestBetId: string | null;
};

/** Why an auto-bet ended. */
export type AutoBetEnd = "finished" | "winReached" | "lossReached" | "stopped" | "failed" | SeatLost;

export const MAX_AUTO_BETS = 1_000;

export const NOTHING_DONE: AutoBetProgress = {
  done: 0,
  netMinor: 0n,
  netBeforeMinor: 0n,
  latestBetId: null,
};

/** Whether the plan has come to its end, and why; null to go on. */
export function autoBetEnd(
  plan: AutoBetPlan,
  { done, netMinor }: Pick<AutoBetProgress, "done" | "netMinor">,
): AutoBetEnd | null {
  if (plan.stopOnWinMinor !== null && netMinor >= plan.stopOnWinMinor) return "winReached";
  if (plan.stopOnLossMinor !== null && netMinor <= -plan.stopOnLossMinor) return "lossReached";
  return done >= plan.count ? "finished" : null;
}
