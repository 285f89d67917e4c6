"use client";

import { Await } from "@/components/Await";
import { useMyPlace } from "@/features/agents/agentQueries";
import { DownlineCard } from "@/features/agents/downline/DownlineCard";
import { ClaimsCard } from "@/features/agents/overview/ClaimsCard";
import { EarningsCard } from "@/features/agents/overview/EarningsCard";
import { HouseCeilingCard } from "@/features/agents/overview/HouseCeilingCard";
import { PayoutList } from "@/features/agents/overview/PayoutList";
import { PlaceCard } from "@/features/agents/overview/PlaceCard";
import { standingOf } from "@/features/agents/standing";
import { useSession } from "@/lib/session/useSession";

/** An agent's own place and everybody below; staff sees the house from the top. */
export function OverviewScreen() {
  const { user } = useSession();
  const query = useMyPlace();
  return (
    <Await query={query} lines={6}>
      {(place) => {
        const standing = user === null ? "player" : standingOf(user.role, place.level);
        const isEarning = place.rates !== null || place.claims.length > 0;
        return (
          <div className="space-y-4">
            {isEarning && (
              <div className="grid gap-4 lg:grid-cols-2">
                <PlaceCard place={place} />
                <ClaimsCard claims={place.claims} />
                <EarningsCard />
                <PayoutList />
              </div>
            )}
            <DownlineCard below={null} name={standing === "overseer" ? "house" : "own"} />
            {standing === "overseer" && <HouseCeilingCard isEditable={user?.role === "admin"} />}
          </div>
        );
      }}
    </Await>
  );
}
