import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { meQuery } from "@/lib/account/meQuery";
import { useApp } from "@/lib/app/AppContext";
import { type ShownMoney, tellHold } from "@/lib/play/heldMoney";
import type { HoldEvent } from "@/lib/play/moneyHold";
import { playing } from "@/lib/play/playSession";
import { useSession } from "@/lib/session/useSession";

/** Keeps the player's money as it stands in sight, wherever it is shown, until a field has come to its result. */
export function useMoneyHold() {
  const { api } = useApp();
  const queryClient = useQueryClient();
  const userId = useSession().user?.id ?? null;
  const isHere = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is held of one account is nothing to the next
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
      tellHold({ kind: "left" });
    };
  }, [userId]);

  /** An answer that comes after its page was left is nothing to the next page's field. */
  function say(event: HoldEvent<ShownMoney>): void {
    if (isHere.current) tellHold(event);
  }

  return {
    ask: () => {
      const balances = queryClient.getQueryData(meQuery(api).queryKey)?.balances;
      say({ kind: "asked", figures: { balances, visit: playing.get() } });
    },
    settle: () => say({ kind: "settled" }),
    miss: () => say({ kind: "missed" }),
    tell: () => say({ kind: "told" }),
  };
}
