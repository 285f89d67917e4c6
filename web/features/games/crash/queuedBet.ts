import type { CrashBetRequest } from "#domain/api/crash.ts";
import { type PlayerSeat, type SeatLost, seatLost } from "@/features/games/playerSeat";

/** A bet that is placed once a round takes bets. */
export type IntendedCrashBet = Pick<CrashBetRequest, "stake" | "currency" | "autoCashOutHundredths">;

/** A bet that waits for the next round of its table, and who has set it. */
export type QueuedBet = { readonly bet: IntendedCrashBet; readonly userId: string };

/** Why a bet that waited is not placed by itself. */
export type QueueEnd = SeatLost | "tableLeft" | "stopped" | "failed";

export type QueueMoment = {
  readonly seat: PlayerSeat;
  /** Of the table that is shown. */
  readonly currency: string;
  /** The house takes no bets. */
  readonly isStopped: boolean;
  /** A bet or cash-out was refused, or not answered. */
  readonly hasFailed: boolean;
};

/** Why a waiting bet must be forgotten; null while it may go on waiting. */
export function queueEnd({ bet, userId }: QueuedBet, moment: QueueMoment): QueueEnd | null {
  const lost = seatLost(userId, moment.seat);
  if (lost !== null) return lost;
  if (bet.currency !== moment.currency) return "tableLeft";
  if (moment.isStopped) return "stopped";
  return moment.hasFailed ? "failed" : null;
}
