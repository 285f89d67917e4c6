import { queryOptions } from "@tanstack/react-query";
import { gameList } from "#domain/api/casino.ts";
import type { GameView } from "#domain/api/houseConfig.ts";
import type { Api } from "@/lib/api/api";

const STALE_AFTER_MS = 5 * 60_000;

/** The games of this house; those that came with its configuration are shown meanwhile. */
export function gamesQuery(api: Api, known: readonly GameView[] | undefined) {
  return queryOptions({
    queryKey: ["games"],
    queryFn: ({ signal }) => api.request({ path: "/casino/games", schema: gameList, signal }),
    staleTime: STALE_AFTER_MS,
    ...(known === undefined ? {} : { placeholderData: { items: [...known] } }),
  });
}
