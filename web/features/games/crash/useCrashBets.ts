import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CrashBetRequest, CrashBetView, CrashRoundView } from "#domain/api/crash.ts";
import { crashCalls } from "@/features/games/crash/crashCalls";
import { myCrashBetsQuery } from "@/features/games/crash/crashQueries";
import { useCrashSettlement } from "@/features/games/crash/useCrashSettlement";
import { accountKeys } from "@/lib/account/accountKeys";
import { applyBalances } from "@/lib/account/meQuery";
import { ApiProblem, isActivityStopped } from "@/lib/api/apiErrors";
import { useApp } from "@/lib/app/AppContext";
import { houseKey } from "@/lib/house/houseQuery";
import { BetNotSent } from "@/lib/live/liveSocket";
import { useSession } from "@/lib/session/useSession";
import { newUuid7 } from "@/lib/uuid7";

/** Where the bet or cash-out at hand stands. An unanswered one may or may not have been taken; asking again settles which. */
export type CrashStep =
  | { readonly kind: "idle" | "betting" | "cashingOut" }
  | { readonly kind: "unanswered"; readonly again: () => void }
  | { readonly kind: "refused"; readonly text: string };

/** A bet that waits for its round. */
export type IntendedCrashBet = Pick<CrashBetRequest, "stake" | "currency" | "autoCashOutHundredths">;

const KEPT_BETS = 20;
const NO_BETS: readonly CrashBetView[] = [];

/** The player's bets on crash, and the ways to place one and to cash one out. */
export function useCrashBets(round: CrashRoundView | null) {
  const { api, live } = useApp();
  const calls = crashCalls(api, live);
  const { isSignedIn } = useSession();
  const queryClient = useQueryClient();
  const query = useQuery({ ...myCrashBetsQuery(api), enabled: isSignedIn });
  const bets = (isSignedIn ? query.data?.items : undefined) ?? NO_BETS;
  const [step, setStep] = useState<CrashStep>({ kind: "idle" });
  useCrashSettlement(bets, round);

  /** Over the socket, or else over HTTP, where the same id is never taken twice. */
  async function place(request: CrashBetRequest, isAgain = false): Promise<void> {
    setStep({ kind: "betting" });
    await attempt(
      async () => {
        const { bet, balance } = isAgain
          ? await calls.placeByHttp(request)
          : await calls.placeBySocket(request);
        if (balance === null) void queryClient.invalidateQueries({ queryKey: accountKeys.me });
        else applyBalances(queryClient, [balance]);
        keep((items) => [bet, ...items.filter(({ betId }) => betId !== bet.betId)].slice(0, KEPT_BETS));
      },
      () => void place(request, true),
    );
  }

  /** Seconds count: without the socket it goes by HTTP at once, for a cash-out is safe to repeat. */
  async function cashOut(betId: string): Promise<void> {
    setStep({ kind: "cashingOut" });
    await attempt(
      async () => {
        const { cashedOutHundredths } = await calls.cashOutBySocket(betId).catch((error: unknown) => {
          if (error instanceof ApiProblem) throw error;
          return calls.cashOutByHttp(betId);
        });
        keep((items) => items.map((bet) => (bet.betId === betId ? { ...bet, cashedOutHundredths } : bet)));
      },
      () => void cashOut(betId),
    );
  }

  async function attempt(take: () => Promise<void>, again: () => void): Promise<void> {
    try {
      await take();
      setStep({ kind: "idle" });
    } catch (error) {
      if (isActivityStopped(error)) void queryClient.invalidateQueries({ queryKey: houseKey });
      const isFinal = error instanceof ApiProblem || error instanceof BetNotSent;
      setStep(isFinal ? { kind: "refused", text: error.message } : { kind: "unanswered", again });
    }
  }

  function keep(change: (items: CrashBetView[]) => CrashBetView[]): void {
    queryClient.setQueryData(myCrashBetsQuery(api).queryKey, (page) => ({
      nextCursor: page?.nextCursor ?? null,
      items: change(page?.items ?? []),
    }));
  }

  return {
    bets,
    step,
    forget: () => setStep({ kind: "idle" }),
    place: (roundId: string, bet: IntendedCrashBet) => place({ ...bet, roundId, betId: newUuid7() }),
    cashOut,
  };
}
