import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { crashBetPage, type PublicCrashRound, publicCrashRound } from "#domain/api/crash.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";

const SHOWN_BETS = 20;
const REFRESH_MS = 2_000;

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

/** A round with all that it takes to verify it; asked for again until it is over. Public. */
export function crashRoundQuery(api: Api, roundId: string) {
  return queryOptions({
    queryKey: ["crash", "rounds", roundId],
    queryFn: ({ signal }) => readRound(api, roundId, signal),
    refetchInterval: ({ state }) => (state.data?.round.settledAt === null ? REFRESH_MS : false),
  });
}

/** The chain that a round belongs to: known from the start, and the same until a round names another. Public. */
export function crashChainQuery(api: Api, roundId: string) {
  return queryOptions({
    queryKey: ["crash", "chains", roundId],
    queryFn: async ({ signal }) => (await readRound(api, roundId, signal)).chain,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function readRound(api: Api, roundId: string, signal: AbortSignal): Promise<PublicCrashRound> {
  return api.request({ path: `/crash/rounds/${roundId}`, schema: publicCrashRound, signal });
}
