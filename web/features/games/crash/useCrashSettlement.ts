import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { CrashBetView, CrashRoundView } from "#domain/api/crash.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import { countBet } from "@/lib/play/playSession";

/** Asks what has become of bets once their round is over, and counts them into this visit's result. */
export function useCrashSettlement(bets: readonly CrashBetView[], round: CrashRoundView | null): void {
  const queryClient = useQueryClient();
  const open = useRef(new Set<string>());
  const isOver = round?.phase === "settled" || round?.phase === "cancelled";
  const isDue = bets.some(({ payout, roundId }) => payout === null && (roundId !== round?.roundId || isOver));

  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer that did not come is asked for again after the next round
  useEffect(() => {
    if (isDue) void queryClient.invalidateQueries({ queryKey: [...accountKeys.all, "crash"] });
  }, [isDue, queryClient, round?.roundId]);

  useEffect(() => {
    for (const { betId, stake, payout } of bets) {
      if (payout === null) open.current.add(betId);
      else if (open.current.delete(betId)) countBet({ stake, payout });
    }
  }, [bets]);
}
