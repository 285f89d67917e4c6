import { useMutation, useQueryClient } from "@tanstack/react-query";
import { limitsResponse, type SetLimitRequest } from "#domain/api/limits.ts";
import { useApp } from "@/lib/app/AppContext";
import { limitsQuery } from "@/lib/limits/limitsQuery";

/** Asks the house for another limit; its answer, not the wish, is shown. */
export function useSetLimit() {
  const { api } = useApp();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (wanted: SetLimitRequest) =>
      api.request({ method: "PUT", path: "/users/me/limits", body: wanted, schema: limitsResponse }),
    onSuccess: (limits) => queryClient.setQueryData(limitsQuery(api).queryKey, limits),
  });
}

/** Shuts the player out of play. Asking twice for the same end does nothing more. */
export function useExclude() {
  const { api } = useApp();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (untilMs: number) =>
      api.request({
        method: "POST",
        path: "/users/me/self-exclusion",
        body: { until: new Date(untilMs).toISOString() },
        schema: limitsResponse,
      }),
    onSuccess: (limits) => queryClient.setQueryData(limitsQuery(api).queryKey, limits),
  });
}
