import { useEffect, useState } from "react";

const TICK_MS = 5_000;

/** The present, moving on every few seconds, for what grows old while it is looked at. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
