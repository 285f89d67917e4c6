import { queryOptions, useQuery } from "@tanstack/react-query";
import { governanceReport } from "#domain/api/governance.ts";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";

const REFRESH_MS = 60_000;

/** Who may do what on the chain. Public. */
export function governanceQuery(api: Api) {
  return queryOptions({
    queryKey: ["governance"],
    queryFn: ({ signal }) =>
      api.request({ path: "/monitoring/governance", schema: governanceReport, signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useGovernance() {
  return useQuery(governanceQuery(useApp().api));
}
