import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import {
  type RotateRequest,
  rotateResponse,
  type SeedsResponse,
  seedsResponse,
} from "#domain/api/fairness.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import { useOwnCall } from "@/lib/account/useOwnCall";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { useSession } from "@/lib/session/useSession";

export function seedsQuery(api: Api) {
  return queryOptions({
    queryKey: accountKeys.seeds,
    queryFn: ({ signal }) => api.request({ path: "/fairness/seeds", schema: seedsResponse, signal }),
  });
}

/** The player's active pair of seeds and the commitment to the next. */
export function useSeeds() {
  const { api } = useApp();
  const { isSignedIn } = useSession();
  return useQuery({ ...seedsQuery(api), enabled: isSignedIn });
}

/** Reveals the active server seed and puts the next one in its place. */
export function useRotate() {
  const { api } = useApp();
  return useOwnCall({
    ask: (body: RotateRequest) =>
      api.request({ method: "POST", path: "/fairness/rotate", body, schema: rotateResponse }),
    queryKey: accountKeys.seeds,
    put: (client, { active, next }) => {
      client.setQueryData<SeedsResponse>(accountKeys.seeds, { active, next });
      void client.invalidateQueries({ queryKey: accountKeys.pastSeeds });
      void client.invalidateQueries({ queryKey: ["bet"] });
    },
  });
}

/** After a bet: the next one takes the following nonce. */
export function applyNonce(client: QueryClient, usedNonce: number): void {
  client.setQueryData<SeedsResponse>(accountKeys.seeds, (seeds) =>
    seeds === undefined || seeds.active.nonce > usedNonce
      ? seeds
      : { ...seeds, active: { ...seeds.active, nonce: usedNonce + 1 } },
  );
}
