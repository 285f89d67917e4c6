import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { governanceChangePage } from "#domain/api/governance.ts";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";

const REFRESH_MS = 60_000;
const SHOWN = 100;

/** Every event that changed who may do what, newest first, page by page. Public. */
export function governanceChangesQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: ["governance", "changes"],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: SHOWN.toString() });
      if (pageParam !== "") query.set("cursor", pageParam);
      return api.request({
        path: `/monitoring/governance/changes?${query}`,
        schema: governanceChangePage,
        signal,
      });
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

export function useGovernanceChanges() {
  return useInfiniteQuery(governanceChangesQuery(useApp().api));
}
