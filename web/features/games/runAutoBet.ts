import type { BetView } from "#domain/api/casino.ts";
import {
  type AutoBetEnd,
  type AutoBetPlan,
  type AutoBetProgress,
  autoBetEnd,
  NOTHING_DONE,
} from "@/features/games/autoBet";
import { type PlayerSeat, seatLost } from "@/features/games/playerSeat";

type AutoBetRun = {
  readonly plan: AutoBetPlan;
  /** The account that it plays for. */
  readonly userId: string;
  /** Gives null for a bet that was refused or not answered; whatever the reason, it is the last. */
  readonly place: () => Promise<Pick<BetView, "betId" | "stake" | "payout"> | null>;
  readonly seatNow: () => PlayerSeat;
  readonly isStopping: () => boolean;
  /** Between two bets. */
  readonly pause: () => Promise<void>;
  readonly onProgress: (progress: AutoBetProgress) => void;
};

/**
 * Places one bet after another until the plan ends, a bet fails, the connection or the account is gone, or the player
 * stops it.
 */
export async function runAutoBet(
  run: AutoBetRun,
): Promise<{ readonly progress: AutoBetProgress; readonly end: AutoBetEnd }> {
  const { plan, userId, place, seatNow, isStopping, pause, onProgress } = run;
  let progress = NOTHING_DONE;
  while (true) {
    onProgress(progress);
    const bet = await place();
    if (bet === null) return { progress, end: seatLost(userId, seatNow()) ?? "failed" };
    const gain = BigInt(bet.payout) - BigInt(bet.stake);
    const { done, netMinor } = progress;
    progress = {
      done: done + 1,
      netMinor: netMinor + gain,
      netBeforeMinor: netMinor,
      latestBetId: bet.betId,
    };
    const reached = autoBetEnd(plan, progress);
    if (reached !== null) return { progress, end: reached };
    await pause();
    const end = isStopping() ? "stopped" : seatLost(userId, seatNow());
    if (end !== null) return { progress, end };
  }
}
