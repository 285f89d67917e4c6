import { queryOptions, useQuery } from "@tanstack/react-query";
import { limitsResponse } from "#domain/api/limits.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { useSession } from "@/lib/session/useSession";

/** How soon what was done on another device is seen. */
const REFRESH_MS = 30_000;

/** What the player allows themselves. */
export function limitsQuery(api: Api) {
  return queryOptions({
    queryKey: [...accountKeys.all, "limits"],
    queryFn: ({ signal }) => api.request({ path: "/users/me/limits", schema: limitsResponse, signal }),
    // Every bet uses some of a limit, so that what another screen knew is old.
    staleTime: 0,
    refetchInterval: REFRESH_MS,
  });
}

export function useLimits() {
  const { api } = useApp();
  const { isSignedIn } = useSession();
  return useQuery({ ...limitsQuery(api), enabled: isSignedIn });
}

/** Until when the player has shut themselves out of play; null when they have not, or while that is unknown. */
export function useExcludedUntil(): string | null {
  const { isSignedIn } = useSession();
  const { data } = useLimits();
  return isSignedIn ? (data?.selfExcludedUntil ?? null) : null;
}
