import { useCallback, useEffect, useRef, useState } from "react";
import type { BetView } from "#domain/api/casino.ts";
import {
  type AutoBetEnd,
  type AutoBetPlan,
  type AutoBetProgress,
  autoBetEnd,
  NOTHING_DONE,
} from "@/features/games/autoBet";
import { seatLost } from "@/features/games/playerSeat";
import { usePlayerSeat } from "@/features/games/usePlayerSeat";

/** Slow enough to follow and to stop. */
const PAUSE_MS = 350;

export type AutoBetState = {
  readonly isRunning: boolean;
  readonly progress: AutoBetProgress;
  readonly end: AutoBetEnd | null;
};

/**
 * Places one bet after another until the plan ends, a bet fails, the connection or the account is gone, the player stops it
 * or leaves the page.
 *
 * @param place gives null for a bet that was not placed
 */
export function useAutoBet(place: () => Promise<BetView | null>) {
  const [state, setState] = useState<AutoBetState>({ isRunning: false, progress: NOTHING_DONE, end: null });
  const seatNow = usePlayerSeat();
  const isStopping = useRef(false);
  const stop = useCallback(() => {
    isStopping.current = true;
  }, []);
  useEffect(() => stop, [stop]);

  async function start(plan: AutoBetPlan): Promise<void> {
    const { userId } = seatNow();
    if (userId === null) return;
    isStopping.current = false;
    let progress = NOTHING_DONE;
    let end: AutoBetEnd | null = null;
    while (end === null) {
      setState({ isRunning: true, progress, end });
      const bet = await place();
      if (bet === null) {
        end = seatLost(userId, seatNow()) ?? "failed";
        break;
      }
      const gain = BigInt(bet.payout) - BigInt(bet.stake);
      progress = { done: progress.done + 1, netMinor: progress.netMinor + gain };
      end = autoBetEnd(plan, progress);
      if (end === null) await pause();
      end ??= isStopping.current ? "stopped" : seatLost(userId, seatNow());
    }
    setState({ isRunning: false, progress, end });
  }

  return { ...state, start, stop };
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE_MS);
  });
}
