import { queryOptions } from "@tanstack/react-query";
import { ownPlay } from "#domain/api/statistics.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";

/** A bet made on the page counts at once; this is for those that end elsewhere. */
const REFRESH_MS = 10_000;

/**
 * What the house has settled for a player in all. Each account has its own: the totals of one, taken for those of the next,
 * would count against its visit for good.
 */
export function ownPlayQuery(api: Api, userId: string | null) {
  return queryOptions({
    queryKey: [...accountKeys.all, "play", userId],
    enabled: userId !== null,
    queryFn: ({ signal }) => api.request({ path: "/users/me/play", schema: ownPlay, signal }),
    refetchInterval: REFRESH_MS,
  });
}
