import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { type CurrencyView, type HouseConfig, houseConfig } from "#domain/api/houseConfig.ts";
import type { NoticeMessage } from "#domain/api/socket.ts";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";

const REFRESH_MS = 60_000;

export const houseKey = ["house"] as const;

export function houseQuery(api: Api) {
  return queryOptions({
    queryKey: houseKey,
    queryFn: ({ signal }) => api.request({ path: "/config", schema: houseConfig, signal }),
    refetchInterval: REFRESH_MS,
    staleTime: REFRESH_MS,
  });
}

/** The house's configuration; null until the API has answered. */
export function useHouse() {
  const { api } = useApp();
  const { data, error, refetch } = useQuery(houseQuery(api));
  return { house: data ?? null, error, retry: refetch };
}

/** The currency that this house plays in. One, until houses carry several. */
export function useCurrency(): CurrencyView | null {
  return useHouse().house?.currencies[0] ?? null;
}

/** What the house says about a currency; null until it has answered, or when it does not list it. */
export function useCurrencyOf(code: string): CurrencyView | null {
  return useHouse().house?.currencies.find((currency) => currency.code === code) ?? null;
}

export function applyNotice(client: QueryClient, stopped: NoticeMessage["stopped"]): void {
  client.setQueryData<HouseConfig>(houseKey, (house) =>
    house === undefined ? house : { ...house, stopped },
  );
}
