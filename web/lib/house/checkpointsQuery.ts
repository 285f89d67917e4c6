import { queryOptions, useQuery } from "@tanstack/react-query";
import { type CheckpointView, checkpointPage } from "#domain/api/checkpoints.ts";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";

const REFRESH_MS = 15_000;
const SHOWN = 8;

/** The latest checkpoints of a currency, newest first. Public. */
export function checkpointsQuery(api: Api, currency: string) {
  return queryOptions({
    queryKey: ["checkpoints", currency],
    queryFn: ({ signal }) =>
      api.request({
        path: `/checkpoints?${new URLSearchParams({ currency, limit: SHOWN.toString() })}`,
        schema: checkpointPage,
        signal,
      }),
    refetchInterval: REFRESH_MS,
  });
}

export function useCheckpoints(currency: string) {
  return useQuery(checkpointsQuery(useApp().api, currency));
}

/** Where a checkpoint's leaves are to be had, for anybody. */
export function leavesUrl(
  api: Api,
  { currency, epoch, vault }: Pick<CheckpointView, "currency" | "epoch" | "vault">,
): string {
  return `${api.url}/v1/checkpoints/${currency}/${epoch}/leaves?${new URLSearchParams({ vault })}`;
}
