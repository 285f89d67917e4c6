import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { type ReconciliationView, reconciliationPage } from "#domain/api/monitoring.ts";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";

const REFRESH_MS = 60_000;
/** Comparisons that one page of the history holds; the strip shows the first page. */
export const HISTORY_PAGE = 60;

/** Which books are meant: those of one currency in one vault. */
export type BooksPlace = Pick<ReconciliationView, "vault" | "currency">;

/** Earlier comparisons, newest first, page by page. Public. */
export function comparisonsQuery(api: Api, { vault, currency }: BooksPlace) {
  return infiniteQueryOptions({
    queryKey: ["reconciliation", "history", vault, currency],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ vault, currency, limit: HISTORY_PAGE.toString() });
      if (pageParam !== "") query.set("cursor", pageParam);
      return api.request({
        path: `/monitoring/reconciliation/history?${query}`,
        schema: reconciliationPage,
        signal,
      });
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

export function useComparisons(place: BooksPlace) {
  return useInfiniteQuery(comparisonsQuery(useApp().api, place));
}
