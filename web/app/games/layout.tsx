import type { ReactNode } from "react";
import { FeedBelow } from "@/features/feed/FeedBelow";

export default function GamesLayout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="space-y-10">
      {children}
      <FeedBelow />
    </div>
  );
}
