"use client";

import dynamic from "next/dynamic";
import { useAwakeInSight } from "@/lib/ui/useAwakeInSight";

const BetFeed = dynamic(() => import("@/features/feed/BetFeed").then((m) => m.BetFeed), { ssr: false });

/** The feed below a page's own content, fetched once somebody looks there. */
export function FeedBelow() {
  const [place, isWanted] = useAwakeInSight<HTMLDivElement>();
  return (
    <div ref={place} className="min-h-96">
      {isWanted && <BetFeed />}
    </div>
  );
}
