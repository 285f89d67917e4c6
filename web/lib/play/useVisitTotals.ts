import { queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { ownPlay } from "#domain/api/statistics.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { useCurrency } from "@/lib/house/houseQuery";
import { countTotals } from "@/lib/play/playSession";
import { useSession } from "@/lib/session/useSession";

/** A bet made on the page counts at once; this is for those that end elsewhere. */
const REFRESH_MS = 10_000;
const NOTHING = { bets: "0", staked: "0", paid: "0" } as const;

function ownPlayQuery(api: Api) {
  return queryOptions({
    queryKey: [...accountKeys.all, "play"],
    queryFn: ({ signal }) => api.request({ path: "/users/me/play", schema: ownPlay, signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** Keeps this visit's result true to what the house has settled. */
export function useVisitTotals(): void {
  const { api } = useApp();
  const { user } = useSession();
  const code = useCurrency()?.code;
  const { data, dataUpdatedAt } = useQuery({ ...ownPlayQuery(api), enabled: user !== null });
  const userId = user?.id;
  useEffect(() => {
    if (userId === undefined || code === undefined || data === undefined) return;
    const totals = data.items.find(({ currency }) => currency === code);
    countTotals(userId, totals ?? { currency: code, ...NOTHING }, dataUpdatedAt);
  }, [userId, code, data, dataUpdatedAt]);
}
