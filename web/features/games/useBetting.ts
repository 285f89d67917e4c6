import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
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
import { accountKeys } from "@/lib/account/accountKeys";
import { applyBalances } from "@/lib/account/meQuery";
import { ApiProblem, isActivityStopped } from "@/lib/api/apiErrors";
import { useApp } from "@/lib/app/AppContext";
import { applyNonce } from "@/lib/fairness/seedsQuery";
import { houseKey } from "@/lib/house/houseQuery";
import { BetNotSent } from "@/lib/live/liveSocket";
import { countBet } from "@/lib/play/playSession";
import { newUuid7 } from "@/lib/uuid7";

/** Where the bet at hand stands. An unanswered one may or may not be placed; asking again settles which. */
export type BetPhase =
  | { readonly kind: "idle" }
  | { readonly kind: "placing" }
  | { readonly kind: "unanswered"; readonly request: BetRequest }
  | { readonly kind: "refused"; readonly code: string; readonly text: string }
  | { readonly kind: "settled"; readonly bet: BetView };

const IDLE: BetPhase = { kind: "idle" };
const KEPT_BETS = 20;

export type BetInput = Omit<BetRequest, "betId" | "params"> & { readonly params: JsonObject };

/** Places bets over the socket; an unanswered one is asked for again over HTTP, under the same id. */
export function useBetting() {
  const { api, live } = useApp();
  const queryClient = useQueryClient();
  const [phase, setPhase] = useState<BetPhase>(IDLE);

  const settle = useCallback(
    ({ bet, balance }: BetResponse): BetPhase => {
      if (balance !== null) applyBalances(queryClient, [balance]);
      else void queryClient.invalidateQueries({ queryKey: accountKeys.me });
      applyNonce(queryClient, bet.nonce);
      void queryClient.invalidateQueries({ queryKey: accountKeys.history });
      if (addToMyBets(bet)) countBet(bet);
      return { kind: "settled", bet };

      /** False for a bet that is in the list already. */
      function addToMyBets(added: BetView): boolean {
        const known = queryClient.getQueryData<z.output<typeof betPage>>(accountKeys.bets);
        if (known?.items.some(({ betId }) => betId === added.betId)) return false;
        const items = [added, ...(known?.items ?? [])].slice(0, KEPT_BETS);
        queryClient.setQueryData(accountKeys.bets, { nextCursor: null, ...known, items });
        return true;
      }
    },
    [queryClient],
  );

  const attempt = useCallback(
    async (request: BetRequest, ask: () => Promise<BetResponse>): Promise<BetPhase> => {
      setPhase({ kind: "placing" });
      const reached = await ask().then(settle, (error: unknown): BetPhase => {
        if (isActivityStopped(error)) void queryClient.invalidateQueries({ queryKey: houseKey });
        return failed(error, request);
      });
      setPhase(reached);
      return reached;
    },
    [settle, queryClient],
  );

  const place = useCallback(
    (input: BetInput) => {
      const request = betRequest.parse({ ...input, betId: newUuid7() });
      return attempt(request, async () => {
        const ack = await live.placeBet(request);
        if (ack.ok) return ack.result;
        throw new ApiProblem(ack.problem);
      });
    },
    [attempt, live],
  );

  const askAgain = useCallback(
    (request: BetRequest) =>
      attempt(request, () =>
        api.request({
          method: "POST",
          path: "/casino/bets",
          body: request,
          idempotencyKey: request.betId,
          schema: betResponse,
        }),
      ),
    [attempt, api],
  );

  return { phase, place, askAgain };
}

/** A refusal is final; anything else leaves open whether the bet was placed. */
function failed(error: unknown, request: BetRequest): BetPhase {
  if (error instanceof ApiProblem || error instanceof BetNotSent)
    return { kind: "refused", code: error.code, text: error.message };
  return { kind: "unanswered", request };
}
