import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { type BalanceView, meResponse } from "#domain/api/wallet.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { useCurrency } from "@/lib/house/houseQuery";
import { useHeldMoney } from "@/lib/play/heldMoney";
import { useSession } from "@/lib/session/useSession";

/** The socket tells of changes; this is the net below it. */
const REFRESH_MS = 20_000;

export function meQuery(api: Api) {
  return queryOptions({
    queryKey: accountKeys.me,
    queryFn: ({ signal }) => api.request({ path: "/users/me", schema: meResponse, signal }),
    refetchInterval: REFRESH_MS,
  });
}

/**
 * The player's balance in the house's currency, in minor units; null while unknown or signed out. While a game's field
 * moves it is the one before its result.
 */
export function useBalance(): {
  balance: Record<"available" | "confirming" | "withdrawing" | "claimable", bigint> | null;
  error: Error | null;
  retry: () => void;
} {
  const { api } = useApp();
  const currency = useCurrency();
  const { isSignedIn } = useSession();
  const { data, error, refetch } = useQuery({ ...meQuery(api), enabled: isSignedIn });
  const held = useHeldMoney();
  const row = (held?.balances ?? data?.balances)?.find(({ currency: code }) => code === currency?.code);
  if (data === undefined || !isSignedIn) return { balance: null, error, retry: refetch };
  return {
    balance: {
      available: BigInt(row?.available ?? 0),
      confirming: BigInt(row?.confirming ?? 0),
      withdrawing: BigInt(row?.withdrawing ?? 0),
      claimable: BigInt(row?.claimable ?? 0),
    },
    error,
    retry: refetch,
  };
}

/** Puts newer balances over those known, currency by currency. */
export function applyBalances(client: QueryClient, balances: readonly BalanceView[]): void {
  client.setQueryData<z.output<typeof meResponse>>(accountKeys.me, (me) => {
    if (me === undefined) return me;
    const renewed = new Map(balances.map((balance) => [balance.currency, balance]));
    const kept = me.balances.filter(({ currency }) => !renewed.has(currency));
    return { ...me, balances: [...kept, ...balances] };
  });
}
