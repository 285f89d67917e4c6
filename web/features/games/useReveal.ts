import { useEffect, useRef, useState } from "react";
import type { BetView } from "#domain/api/casino.ts";

type Reveal = {
  /** The latest bet, the field's own; null before the first. */
  readonly latest: BetView | null;
  /** The newest bet whose result may be told: while the field still moves, the one before. */
  readonly told: BetView | null;
  readonly isMoving: boolean;
  readonly show: (bet: BetView) => void;
  /** Tells at once. */
  readonly skip: () => void;
};

/** Keeps a result back in words and lists until the field has shown it; for those who want no motion, not at all. */
export function useReveal(movesForMs: number): Reveal {
  const [latest, setLatest] = useState<BetView | null>(null);
  const [told, setTold] = useState<BetView | null>(null);
  // Whoever bets in a row calls what an earlier rendering made.
  const newest = useRef<BetView | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function show(bet: BetView): void {
    clearTimeout(timer.current);
    setTold(newest.current);
    newest.current = bet;
    setLatest(bet);
    const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isStill || movesForMs === 0) setTold(bet);
    else timer.current = setTimeout(() => setTold(bet), movesForMs);
  }

  function skip(): void {
    clearTimeout(timer.current);
    setTold(newest.current);
  }

  return { latest, told, isMoving: told !== latest, show, skip };
}
