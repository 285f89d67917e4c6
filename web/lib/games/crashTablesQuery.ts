import { queryOptions } from "@tanstack/react-query";
import { crashTablesResponse } from "#domain/api/crash.ts";
import type { Api } from "@/lib/api/api";

const STALE_AFTER_MS = 5 * 60_000;

/** The crash tables of this house, one for each currency that has one. Public. */
export function crashTablesQuery(api: Api) {
  return queryOptions({
    queryKey: ["crash", "tables"],
    queryFn: ({ signal }) => api.request({ path: "/crash/tables", schema: crashTablesResponse, signal }),
    staleTime: STALE_AFTER_MS,
  });
}
