import { type RefObject, useEffect, useRef, useState } from "react";

/** By any of these a visitor shows that the page has been taken in. */
const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "keydown", "scroll"] as const;

/**
 * Whether a place below a page's own content is wanted: once the visitor moves and the place is in sight. What is fetched
 * for it then is no part of the page's first load, not even of a page so short that the place is in sight from the start.
 */
export function useAwakeInSight<Place extends Element>(): readonly [RefObject<Place | null>, boolean] {
  const place = useRef<Place>(null);
  const [isWanted, setIsWanted] = useState(false);
  useEffect(() => {
    if (place.current === null) return;
    return whenAwakeAndInSight(place.current, () => setIsWanted(true));
  }, []);
  return [place, isWanted];
}

/** @returns how to stop waiting */
function whenAwakeAndInSight(place: Element, then: () => void): () => void {
  const stopped = new AbortController();
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    then();
  });
  const wake = () => {
    stopped.abort();
    observer.observe(place);
  };
  for (const sign of SIGNS_OF_LIFE) {
    window.addEventListener(sign, wake, { passive: true, signal: stopped.signal });
  }
  return () => {
    stopped.abort();
    observer.disconnect();
  };
}
