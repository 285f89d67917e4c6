import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { CrashBetRequest, CrashBetResponse, CrashBetView, CrashRoundView } from "#domain/api/crash.ts";
import { crashCalls } from "@/features/games/crash/crashCalls";
import { myCrashBetsQuery } from "@/features/games/crash/crashQueries";
import type { IntendedCrashBet } from "@/features/games/crash/queuedBet";
import { useCrashSettlement } from "@/features/games/crash/useCrashSettlement";
import { useOwnNews } from "@/features/games/useOwnNews";
import { usePlayStep } from "@/features/games/usePlayStep";
import { accountKeys } from "@/lib/account/accountKeys";
import { applyBalances } from "@/lib/account/meQuery";
import { useApp } from "@/lib/app/AppContext";
import { overtake } from "@/lib/overtake";
import { useSession } from "@/lib/session/useSession";
import { newUuid7 } from "@/lib/uuid7";

const KEPT_BETS = 20;
const NO_BETS: readonly CrashBetView[] = [];

/** The player's bets on crash, and the ways to place one and to cash one out. */
export function useCrashBets(round: CrashRoundView | null) {
  const { api, live } = useApp();
  const calls = crashCalls(api, live);
  const { isSignedIn } = useSession();
  const queryClient = useQueryClient();
  const mine = myCrashBetsQuery(api);
  const query = useQuery({ ...mine, enabled: isSignedIn });
  const bets = (isSignedIn ? query.data?.items : undefined) ?? NO_BETS;
  const { step, take, forget } = usePlayStep<"betting" | "cashingOut">();
  useCrashSettlement(bets, round);
  // A bet that was placed elsewhere, or a payout: both are told with the balance.
  useOwnNews(() => {
    if (step.kind !== "busy") void queryClient.invalidateQueries({ queryKey: mine.queryKey });
  });

  /** Over the socket; what is not answered there is asked for again over HTTP, where the same id is never taken twice. */
  async function place(
    request: CrashBetRequest,
    ask: () => Promise<CrashBetResponse>,
    isRepeat = false,
  ): Promise<void> {
    const again = () => void place(request, () => calls.placeByHttp(request), true);
    const accept = async ({ bet, balance }: CrashBetResponse) => {
      if (balance === null) void queryClient.invalidateQueries({ queryKey: accountKeys.me });
      else await overtake(queryClient, accountKeys.me, () => applyBalances(queryClient, [balance]));
      await keep((items) => [bet, ...items.filter(({ betId }) => betId !== bet.betId)].slice(0, KEPT_BETS));
    };
    lookAgainWithout(await take({ doing: "betting", ask, accept, again, isRepeat }));
  }

  async function cashOut(betId: string): Promise<void> {
    const answer = await take({
      doing: "cashingOut",
      ask: () => calls.cashOut(betId),
      accept: ({ cashedOutHundredths }) =>
        keep((items) => items.map((bet) => (bet.betId === betId ? { ...bet, cashedOutHundredths } : bet))),
      again: () => void cashOut(betId),
      // Two ways were taken: being turned away on one of them says nothing of the other.
      isRepeat: true,
    });
    lookAgainWithout(answer);
  }

  /** Refused or unanswered: what the house has of these bets and this money is the truth. */
  function lookAgainWithout(answer: unknown): void {
    if (answer !== null) return;
    for (const queryKey of [accountKeys.me, mine.queryKey]) void queryClient.invalidateQueries({ queryKey });
  }

  function keep(change: (items: CrashBetView[]) => CrashBetView[]): Promise<void> {
    return overtake(queryClient, mine.queryKey, () => {
      queryClient.setQueryData(mine.queryKey, (page) => ({
        nextCursor: page?.nextCursor ?? null,
        items: change(page?.items ?? []),
      }));
    });
  }

  return {
    bets,
    step,
    forget,
    place(roundId: string, bet: IntendedCrashBet) {
      const request = { ...bet, roundId, betId: newUuid7() };
      return place(request, () => calls.placeBySocket(request));
    },
    cashOut,
  };
}
