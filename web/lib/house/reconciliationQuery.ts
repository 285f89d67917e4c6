import { queryOptions, useQuery } from "@tanstack/react-query";
import { reconciliationReport } from "#domain/api/monitoring.ts";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";

const REFRESH_MS = 15_000;

/** Whether the books agree with the chain, and how far it is read. Public. */
export function reconciliationQuery(api: Api) {
  return queryOptions({
    queryKey: ["reconciliation"],
    queryFn: ({ signal }) =>
      api.request({ path: "/monitoring/reconciliation", schema: reconciliationReport, signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useReconciliation() {
  return useQuery(reconciliationQuery(useApp().api));
}
