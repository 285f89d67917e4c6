import { queryOptions } from "@tanstack/react-query";
import { type PublicCrashRound, publicCrashRound } from "#domain/api/crash.ts";
import type { Api } from "@/lib/api/api";

const REFRESH_MS = 2_000;

/** A round with all that it takes to verify it; asked for again until it is over. Public. */
export function crashRoundQuery(api: Api, roundId: string) {
  return queryOptions({
    queryKey: ["crash", "rounds", roundId],
    queryFn: ({ signal }) => readCrashRound(api, roundId, signal),
    refetchInterval: ({ state }) => (state.data?.round.settledAt === null ? REFRESH_MS : false),
  });
}

export function readCrashRound(api: Api, roundId: string, signal: AbortSignal): Promise<PublicCrashRound> {
  const path = `/crash/rounds/${encodeURIComponent(roundId)}`;
  return api.request({ path, schema: publicCrashRound, signal });
}
