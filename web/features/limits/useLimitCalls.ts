import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type LimitsResponse, limitsResponse, type SetLimitRequest } from "#domain/api/limits.ts";
import { takeLimits } from "@/features/limits/takeLimits";
import { useApp } from "@/lib/app/AppContext";
import { ownerOf } from "@/lib/session/ownerOf";

/** Asks the house for another limit; its answer, not the wish, is shown. */
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
  const { api, session } = useApp();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ask,
    onMutate: () => ({ asker: ownerOf(session) }),
    onSuccess: (limits, _wish, { asker }) =>
      takeLimits(queryClient, api, { limits, asker, owner: ownerOf(session) }),
  });
}
