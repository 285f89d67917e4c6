import { useCallback, useEffect, useRef, useState } from "react";
import {
  type AutoBetEnd,
  type AutoBetPlan,
  type AutoBetProgress,
  autoBetEnd,
  NOTHING_DONE,
} from "@/features/games/autoBet";
import type { BetPhase } from "@/features/games/useBetting";

/** Slow enough to follow and to stop. */
const PAUSE_MS = 350;

export type AutoBetState = {
  readonly isRunning: boolean;
  readonly progress: AutoBetProgress;
  readonly end: AutoBetEnd | null;
};

/** Places one bet after another until the plan ends, a bet fails, the player stops it or leaves the page. */
export function useAutoBet(place: () => Promise<BetPhase>) {
  const [state, setState] = useState<AutoBetState>({ isRunning: false, progress: NOTHING_DONE, end: null });
  const isStopping = useRef(false);
  const stop = useCallback(() => {
    isStopping.current = true;
  }, []);
  useEffect(() => stop, [stop]);

  async function start(plan: AutoBetPlan): Promise<void> {
    isStopping.current = false;
    let progress = NOTHING_DONE;
    let end: AutoBetEnd | null = null;
    while (end === null) {
      setState({ isRunning: true, progress, end });
      const phase = await place();
      if (phase.kind !== "settled") {
        end = "failed";
        break;
      }
      const gain = BigInt(phase.bet.payout) - BigInt(phase.bet.stake);
      progress = { done: progress.done + 1, netMinor: progress.netMinor + gain };
      end = autoBetEnd(plan, progress) ?? (isStopping.current ? "stopped" : null);
      if (end === null) await pause();
      if (end === null && isStopping.current) end = "stopped";
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
