import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { meQuery } from "@/lib/account/meQuery";
import { useApp } from "@/lib/app/AppContext";
import { tellHold } from "@/lib/play/heldMoney";
import { playing } from "@/lib/play/playSession";
import { useSession } from "@/lib/session/useSession";

/** Keeps the player's money as it stands in sight, wherever it is shown, until a field has come to its result. */
export function useMoneyHold() {
  const { api } = useApp();
  const queryClient = useQueryClient();
  const userId = useSession().user?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is held of one account is nothing to the next
  useEffect(() => () => tellHold({ kind: "left" }), [userId]);

  return {
    ask: () =>
      tellHold({
        kind: "asked",
        figures: {
          balances: queryClient.getQueryData(meQuery(api).queryKey)?.balances,
          visit: playing.get(),
        },
      }),
    settle: () => tellHold({ kind: "settled" }),
    miss: () => tellHold({ kind: "missed" }),
    tell: () => tellHold({ kind: "told" }),
  };
}
