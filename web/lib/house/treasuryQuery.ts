import { queryOptions, useQuery } from "@tanstack/react-query";
import { treasurySummary } from "#domain/api/monitoring.ts";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";

const REFRESH_MS = 15_000;

/** What the vault holds and whom it belongs to. Public. */
export function treasuryQuery(api: Api) {
  return queryOptions({
    queryKey: ["treasury"],
    queryFn: ({ signal }) => api.request({ path: "/treasury/summary", schema: treasurySummary, signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useTreasury() {
  return useQuery(treasuryQuery(useApp().api));
}
