"use client";

import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";

const BetFeed = dynamic(() => import("@/features/feed/BetFeed").then((m) => m.BetFeed), { ssr: false });

/** The feed below a page's own content: fetched once somebody comes near it, so that no page waits for it. */
export function FeedBelow() {
  const place = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    if (place.current === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      setIsNear(true);
      observer.disconnect();
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} className="min-h-96">
      {isNear && <BetFeed />}
    </div>
  );
}
