import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { crashBetPage } from "#domain/api/crash.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";
import { readCrashRound } from "@/lib/crash/crashRound";

const SHOWN_BETS = 20;

/** The player's own bets on crash, newest first. */
export function myCrashBetsQuery(api: Api) {
  return queryOptions({
    queryKey: [...accountKeys.all, "crash"],
    queryFn: ({ signal }) =>
      api.request({ path: `/crash/bets?limit=${SHOWN_BETS}`, schema: crashBetPage, signal }),
    // What another device did shows once this one is looked at again.
    refetchOnWindowFocus: "always",
  });
}

/** The chain that a round belongs to: known from the start, and the same until a round names another. Public. */
export function crashChainQuery(api: Api, roundId: string) {
  return queryOptions({
    queryKey: ["crash", "chains", roundId],
    queryFn: async ({ signal }) => (await readCrashRound(api, roundId, signal)).chain,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
