import { useCallback, useEffect, useRef, useState } from "react";
import type { BetView } from "#domain/api/casino.ts";
import {
  type AutoBetEnd,
  type AutoBetPlan,
  type AutoBetProgress,
  NOTHING_DONE,
} from "@/features/games/autoBet";
import { runAutoBet } from "@/features/games/runAutoBet";
import { usePlayerSeat } from "@/features/games/usePlayerSeat";

/** Slow enough to follow and to stop. */
const PAUSE_MS = 350;

export type AutoBetState = {
  readonly isRunning: boolean;
  readonly progress: AutoBetProgress;
  readonly end: AutoBetEnd | null;
};

/**
 * An auto-bet of whoever is signed in; leaving the page stops it, too.
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
    const ended = await runAutoBet({
      plan,
      userId,
      place,
      seatNow,
      isStopping: () => isStopping.current,
      pause,
      onProgress: (progress) => setState({ isRunning: true, progress, end: null }),
    });
    setState({ isRunning: false, ...ended });
  }

  return { ...state, start, stop };
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE_MS);
  });
}
