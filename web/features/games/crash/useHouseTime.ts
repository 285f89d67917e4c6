import { useEffect, useState } from "react";
import type { HouseClock, HouseTime } from "@/features/games/crash/houseClock";

/** How often figures change for those who want nothing to move. */
const CALM_MS = 200;

/** The house's time, moving on with every frame while it is asked to; null while it is not known. */
export function useHouseTime(clock: HouseClock, isMoving: boolean): HouseTime | null {
  const [time, setTime] = useState<HouseTime | null>(null);
  useEffect(() => {
    if (!isMoving) return;
    const show = () => setTime(clock.at(performance.now()));
    show();
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      const timer = setInterval(show, CALM_MS);
      return () => clearInterval(timer);
    }
    let frame = requestAnimationFrame(function next() {
      show();
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [clock, isMoving]);
  return time;
}
