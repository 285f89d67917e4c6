import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import {
  type CrashTableSettings,
  crashTableSettings,
  crashTableSettingsList,
  type SetCrashTableRequest,
} from "#domain/api/crashTables.ts";
import {
  gameInForceList,
  gameVersionList,
  payChangePage,
  withheldGameList,
} from "#domain/api/gameVersions.ts";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { houseKey } from "@/lib/house/houseQuery";
import { staffKeys } from "@/lib/staff/staffKeys";

const SHOWN = 20;
const REFRESH_MS = 30_000;

/** The games on offer, each with the version in force. */
export function gamesInForceQuery(api: Api) {
  return queryOptions({
    queryKey: [...staffKeys.games, "inForce"],
    queryFn: ({ signal }) => api.request({ path: "/admin/games", schema: gameInForceList, signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** The games that are not on offer. */
export function withheldGamesQuery(api: Api) {
  return queryOptions({
    queryKey: [...staffKeys.games, "withheld"],
    queryFn: ({ signal }) => api.request({ path: "/admin/games/withheld", schema: withheldGameList, signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function crashSettingsQuery(api: Api) {
  return queryOptions({
    queryKey: [...staffKeys.games, "crash"],
    queryFn: ({ signal }) =>
      api.request({ path: "/admin/crash/tables", schema: crashTableSettingsList, signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** Who changed how games and crash tables pay, newest first, page by page. */
export function payChangesQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: [...staffKeys.games, "changes"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: SHOWN.toString() });
      if (pageParam !== "") query.set("cursor", pageParam);
      return api.request({ path: `/admin/games/changes?${query}`, schema: payChangePage, signal });
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** Sets a game's edge. Asking again after silence does nothing more: the same edge is the same version. */
export function useSetEdge(onSet: () => void) {
  const { api } = useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ game, edgeBps }: { readonly game: string; readonly edgeBps: number }) =>
      api.request({
        method: "PUT",
        path: `/admin/games/${game}/edge`,
        body: { edgeBps },
        schema: gameVersionList,
      }),
    onSuccess: onSet,
    onSettled: () => lookAgain(client),
  });
}

type TableWish = {
  readonly currency: CrashTableSettings["currency"];
  readonly request: SetCrashTableRequest;
};

/** Sets a table of crash up. What is asked for twice is the same both times. */
export function useSetTable(onSet: () => void) {
  const { api } = useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ currency, request }: TableWish) =>
      api.request({
        method: "PUT",
        path: `/admin/crash/tables/${currency}`,
        body: request,
        schema: crashTableSettings,
      }),
    onSuccess: onSet,
    onSettled: () => lookAgain(client),
  });
}

/** Also after a refusal: it may be about something that others have changed meanwhile. */
function lookAgain(client: QueryClient): Promise<unknown> {
  return Promise.all(
    [staffKeys.games, houseKey, ["games"]].map((queryKey) => client.invalidateQueries({ queryKey })),
  );
}
