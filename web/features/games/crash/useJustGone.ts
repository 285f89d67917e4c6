import { useEffect, useState } from "react";

/** True for so long after something that was there has gone, from the very moment on. */
export function useJustGone(isThere: boolean, forMs: number): boolean {
  const [isForgotten, setIsForgotten] = useState(true);
  if (isThere && isForgotten) setIsForgotten(false);
  useEffect(() => {
    if (isThere) return;
    const timer = setTimeout(() => setIsForgotten(true), forMs);
    return () => clearTimeout(timer);
  }, [isThere, forMs]);
  return !isThere && !isForgotten;
}
