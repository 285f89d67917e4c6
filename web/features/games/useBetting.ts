import { useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import {
  type BetRequest,
  type BetResponse,
  type BetView,
  type betPage,
  betRequest,
  betResponse,
} from "#domain/api/casino.ts";
import type { JsonObject } from "#domain/games/game.ts";
import { usePlayStep } from "@/features/games/usePlayStep";
import { accountKeys } from "@/lib/account/accountKeys";
import { applyBalances } from "@/lib/account/meQuery";
import { ApiProblem } from "@/lib/api/apiErrors";
import { useApp } from "@/lib/app/AppContext";
import { applyNonce } from "@/lib/fairness/seedsQuery";
import { overtake } from "@/lib/overtake";
import { countBet } from "@/lib/play/playSession";
import { newUuid7 } from "@/lib/uuid7";

const KEPT_BETS = 20;

export type BetInput = Omit<BetRequest, "betId" | "params"> & { readonly params: JsonObject };

/** Told of every bet, whichever way it is asked for and its answer comes. */
export type BetWatch = {
  readonly onAsked: () => void;
  readonly onSettled: (bet: BetView) => void;
  /** Refused, or not answered: it may be asked for again. */
  readonly onMissed: () => void;
};

/** Places bets over the socket; an unanswered one is asked for again over HTTP, under the same id. */
export function useBetting({ onAsked, onSettled, onMissed }: BetWatch) {
  const { api, live } = useApp();
  const queryClient = useQueryClient();
  const { step, take, forget } = usePlayStep<"placing">();

  async function accept({ bet, balance }: BetResponse): Promise<void> {
    if (balance === null) void queryClient.invalidateQueries({ queryKey: accountKeys.me });
    else await overtake(queryClient, accountKeys.me, () => applyBalances(queryClient, [balance]));
    await overtake(queryClient, accountKeys.bets, () =>
      queryClient.setQueryData<z.output<typeof betPage>>(accountKeys.bets, (known) => {
        const others = (known?.items ?? []).filter(({ betId }) => betId !== bet.betId);
        return { nextCursor: null, ...known, items: [bet, ...others].slice(0, KEPT_BETS) };
      }),
    );
    applyNonce(queryClient, bet.nonce);
    void queryClient.invalidateQueries({ queryKey: accountKeys.history });
    countBet(bet);
    onSettled(bet);
  }

  async function send(
    request: BetRequest,
    ask: () => Promise<BetResponse>,
    isRepeat = false,
  ): Promise<BetView | null> {
    onAsked();
    const again = () => void send(request, () => askByHttp(request), true);
    const response = await take({ doing: "placing", ask, accept, again, isRepeat });
    if (response === null) {
      onMissed();
      lookAgain();
    }
    return response?.bet ?? null;
  }

  /** Refused or unanswered: what the house has of this player's bets and money is the truth. */
  function lookAgain(): void {
    for (const queryKey of [accountKeys.me, accountKeys.bets])
      void queryClient.invalidateQueries({ queryKey });
  }

  function askByHttp(request: BetRequest): Promise<BetResponse> {
    return api.request({
      method: "POST",
      path: "/casino/bets",
      body: request,
      idempotencyKey: request.betId,
      schema: betResponse,
    });
  }

  return {
    step,
    forget,
    /** @returns the settled bet; null when it was refused, or not answered */
    place(input: BetInput): Promise<BetView | null> {
      const request = betRequest.parse({ ...input, betId: newUuid7() });
      return send(request, async () => {
        const ack = await live.placeBet(request);
        if (ack.ok) return ack.result;
        throw new ApiProblem(ack.problem);
      });
    },
  };
}
