import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApp } from "@/lib/app/AppContext";
import { useCurrency } from "@/lib/house/houseQuery";
import { ownPlayQuery } from "@/lib/play/ownPlayQuery";
import { countTotals } from "@/lib/play/playSession";
import { useSession } from "@/lib/session/useSession";

const NOTHING = { bets: "0", staked: "0", paid: "0" } as const;

/** Keeps this visit's result true to what the house has settled. */
export function useVisitTotals(): void {
  const { api } = useApp();
  const userId = useSession().user?.id ?? null;
  const code = useCurrency()?.code;
  const { data, dataUpdatedAt } = useQuery(ownPlayQuery(api, userId));
  useEffect(() => {
    if (userId === null || code === undefined || data === undefined) return;
    const totals = data.items.find(({ currency }) => currency === code);
    countTotals(userId, totals ?? { currency: code, ...NOTHING }, dataUpdatedAt);
  }, [userId, code, data, dataUpdatedAt]);
}
