import { useEffect, useState } from "react";

/** What the house tells of itself has come by then, or something is wrong. */
const PATIENCE_MS = 10_000;

/** True once something has been waited for longer than it should take. */
export function useOverdue(isWaiting: boolean): boolean {
  const [isOver, setIsOver] = useState(false);
  if (!isWaiting && isOver) setIsOver(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setIsOver(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isWaiting && isOver;
}
