import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import {
  type DownlineSumsQuery,
  downlineSums,
  type StatementFilter,
  type StatementHead,
  statementPage,
} from "#domain/api/commissions.ts";
import { agentKeys } from "@/features/agents/agentQueries";
import type { Api } from "@/lib/api/api";

const LINES_SHOWN = 25;
/** A statement without an end grows with every bet, and no message announces it. */
const WATCH_MS = 5_000;
const TOTALS_REFRESH_MS = 30_000;

type Place = { readonly cursor: string; readonly head: StatementHead };

/** A statement page by page. The first page settles the period, so that the later ones and the totals are of the same. */
export function statementQuery(api: Api, filter: StatementFilter) {
  return infiniteQueryOptions({
    queryKey: [...agentKeys.statement, filter],
    initialPageParam: ((): Place | null => null)(),
    queryFn: ({ pageParam, signal }) => {
      const query = queryOf(pageParam?.head ?? filter);
      query.set("limit", LINES_SHOWN.toString());
      if (pageParam !== null) query.set("cursor", pageParam.cursor);
      return api.request({ path: `/agents/statement?${query}`, schema: statementPage, signal });
    },
    getNextPageParam: ({ nextCursor, statement }): Place | null =>
      nextCursor === null ? null : { cursor: nextCursor, head: statement },
    // Further pages were asked for to be read, not to move.
    refetchInterval: ({ state: { data } }) =>
      filter.to === undefined && data?.pages.length === 1 ? WATCH_MS : false,
  });
}

/** What the whole downline has played and earned; every bet is read for it, so that it is asked for less often. */
export function downlineSumsQuery(api: Api, wanted: DownlineSumsQuery) {
  return queryOptions({
    queryKey: [...agentKeys.statement, "downline", wanted],
    queryFn: ({ signal }) =>
      api.request({ path: `/agents/statement/downline?${queryOf(wanted)}`, schema: downlineSums, signal }),
    staleTime: TOTALS_REFRESH_MS,
  });
}

/** The totals of the period that the house takes when none is named. */
export function recentTotalsQuery(api: Api) {
  return queryOptions({
    queryKey: [...agentKeys.statement, "recent"],
    queryFn: async ({ signal }) => {
      const path = "/agents/statement?limit=1";
      const { totals } = await api.request({ path, schema: statementPage, signal });
      return totals ?? [];
    },
    refetchInterval: TOTALS_REFRESH_MS,
  });
}

/** A filter as an address's query, without what is left open. */
export function queryOf({ agentId, from, to, type, playerId, currency }: StatementFilter): URLSearchParams {
  const query = new URLSearchParams();
  const parts = { agentId, from, to, type, playerId, currency };
  for (const [name, value] of Object.entries(parts)) if (value !== undefined) query.set(name, value);
  return query;
}
