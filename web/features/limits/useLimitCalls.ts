import { type LimitsResponse, limitsResponse, type SetLimitRequest } from "#domain/api/limits.ts";
import { useOwnCall } from "@/lib/account/useOwnCall";
import { useApp } from "@/lib/app/AppContext";
import { limitsQuery } from "@/lib/limits/limitsQuery";

/** Asks the house for another limit. */
export function useSetLimit() {
  const { api } = useApp();
  return useLimitCall((wanted: SetLimitRequest) =>
    api.request({ method: "PUT", path: "/users/me/limits", body: wanted, schema: limitsResponse }),
  );
}

/** Shuts the player out of play. Asking twice for the same end does nothing more. */
export function useExclude() {
  const { api } = useApp();
  return useLimitCall((untilMs: number) =>
    api.request({
      method: "POST",
      path: "/users/me/self-exclusion",
      body: { until: new Date(untilMs).toISOString() },
      schema: limitsResponse,
    }),
  );
}

function useLimitCall<Wish>(ask: (wish: Wish) => Promise<LimitsResponse>) {
  const { queryKey } = limitsQuery(useApp().api);
  return useOwnCall({ ask, queryKey, put: (client, limits) => client.setQueryData(queryKey, limits) });
}
