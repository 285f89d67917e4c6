import { queryOptions } from "@tanstack/react-query";
import { balanceProof } from "#domain/api/checkpoints.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";

const REFRESH_MS = 30_000;

/** The signed-in player's proof file of the last checkpoint. */
export function balanceProofQuery(api: Api, currency: string, vault: string | null) {
  return queryOptions({
    queryKey: [...accountKeys.proof, currency, vault],
    enabled: vault !== null,
    queryFn: ({ signal }) =>
      api.request({
        path: `/wallet/balance-proof?${new URLSearchParams({ currency, vault: vault ?? "" })}`,
        schema: balanceProof,
        signal,
      }),
    refetchInterval: REFRESH_MS,
  });
}
