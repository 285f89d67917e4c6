import { useMemo } from "react";
import { useSession } from "@/lib/session/useSession";
import { useStore } from "@/lib/store";
import {
  NO_TRANSACTIONS,
  type PendingTransaction,
  pendingTransactions,
} from "@/lib/wallet/pendingTransactions";

/** What the signed-in player has sent from this browser and the house has not shown yet. */
export function usePendingTransactions(): readonly PendingTransaction[] {
  const { user } = useSession();
  const all = useStore(pendingTransactions, NO_TRANSACTIONS);
  return useMemo(() => all.filter(({ userId }) => userId === user?.id), [all, user?.id]);
}
