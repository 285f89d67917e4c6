import { useEffect, useRef, useState } from "react";
import type { BetView } from "#domain/api/casino.ts";
import type { BetWatch } from "@/features/games/useBetting";
import { useMoneyHold } from "@/features/games/useMoneyHold";

type Reveal = BetWatch & {
  /** The latest bet, the field's own; null before the first. */
  readonly latest: BetView | null;
  /** The newest bet whose result may be told: while the field still moves, the one before. */
  readonly told: BetView | null;
  readonly isMoving: boolean;
  /** Tells at once. */
  readonly skip: () => void;
};

/**
 * Keeps a result back in words, lists and money until the field has shown it; for those who want no motion, not at all.
 */
export function useReveal(movesForMs: number): Reveal {
  const [latest, setLatest] = useState<BetView | null>(null);
  const [told, setTold] = useState<BetView | null>(null);
  // Whoever bets in a row calls what an earlier rendering made.
  const newest = useRef<BetView | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const hold = useMoneyHold();

  function isStill(): boolean {
    return movesForMs === 0 || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  function tell(): void {
    clearTimeout(timer.current);
    setTold(newest.current);
    hold.tell();
  }

  return {
    latest,
    told,
    isMoving: told !== latest,
    onAsked() {
      if (!isStill()) hold.ask();
    },
    onSettled(bet) {
      clearTimeout(timer.current);
      setTold(newest.current);
      newest.current = bet;
      setLatest(bet);
      hold.settle();
      if (isStill()) tell();
      else timer.current = setTimeout(tell, movesForMs);
    },
    onMissed: hold.miss,
    skip: tell,
  };
}
