"use client";

import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";

const BetFeed = dynamic(() => import("@/features/feed/BetFeed").then((m) => m.BetFeed), { ssr: false });

/** By any of these a visitor shows that the page has been taken in. */
const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "keydown", "scroll"] as const;

/**
 * The feed below a page's own content. It is fetched once the visitor moves and its place is in sight, so that no page's
 * first load pays for it, not even that of a page so short that the place is in sight from the start.
 */
export function FeedBelow() {
  const place = useRef<HTMLDivElement>(null);
  const [isWanted, setIsWanted] = useState(false);
  useEffect(() => {
    if (place.current === null) return;
    return whenAwakeAndInSight(place.current, () => setIsWanted(true));
  }, []);
  return (
    <div ref={place} className="min-h-96">
      {isWanted && <BetFeed />}
    </div>
  );
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
