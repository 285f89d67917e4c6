import { queryOptions, useQuery } from "@tanstack/react-query";
import { betPage } from "#domain/api/casino.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { useSession } from "@/lib/session/useSession";

const SHOWN = 20;

export function myBetsQuery(api: Api) {
  return queryOptions({
    queryKey: accountKeys.bets,
    queryFn: ({ signal }) => api.request({ path: `/casino/bets?limit=${SHOWN}`, schema: betPage, signal }),
  });
}

/** The player's latest bets, newest first. */
export function useMyBets() {
  const { api } = useApp();
  const { isSignedIn } = useSession();
  return useQuery({ ...myBetsQuery(api), enabled: isSignedIn });
}
