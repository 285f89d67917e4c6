import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  openRounds,
  type RoundActionRequest,
  type RoundResponse,
  type RoundView,
  roundResponse,
  type StartRoundRequest,
} from "#domain/api/rounds.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import { applyBalances } from "@/lib/account/meQuery";
import type { Api } from "@/lib/api/api";
import { ApiProblem, isActivityStopped } from "@/lib/api/apiErrors";
import { useApp } from "@/lib/app/AppContext";
import { applyNonce } from "@/lib/fairness/seedsQuery";
import { houseKey } from "@/lib/house/houseQuery";
import { countBet } from "@/lib/play/playSession";
import { useSession } from "@/lib/session/useSession";
import { newUuid7 } from "@/lib/uuid7";

/** Where the step at hand stands. An unanswered one may or may not have been taken; sending it again settles which. */
export type StepPhase =
  | { readonly kind: "idle" | "busy" }
  | { readonly kind: "unanswered"; readonly again: () => void }
  | { readonly kind: "refused"; readonly code: string; readonly text: string };

/** An action in the form of its game, such as `{ action: "hit" }`. */
export type RoundAction = RoundActionRequest["action"];

const IDLE: StepPhase = { kind: "idle" };
const OPEN_ROUNDS = [...accountKeys.all, "rounds"] as const;
/** What another device did shows after at most so long. */
const REFRESH_MS = 10_000;

function openRoundsQuery(api: Api) {
  return queryOptions({
    queryKey: OPEN_ROUNDS,
    queryFn: ({ signal }) => api.request({ path: "/casino/rounds", schema: openRounds, signal }),
    refetchInterval: REFRESH_MS,
    refetchOnWindowFocus: "always",
  });
}

/** The player's round of a game: the one that is open, on whatever device it was begun, or else the last one of this visit. */
export function useRound(game: string) {
  const { api } = useApp();
  const { isSignedIn } = useSession();
  const queryClient = useQueryClient();
  const open = useQuery({ ...openRoundsQuery(api), enabled: isSignedIn });
  const [phase, setPhase] = useState<StepPhase>(IDLE);
  const [last, setLast] = useState<RoundResponse | null>(null);
  const current = open.data?.items.find((round) => round.game === game);

  async function send(path: string, body: StartRoundRequest | RoundActionRequest): Promise<void> {
    setPhase({ kind: "busy" });
    // Each attempt has a key of its own: ids and numbers make sure that a step is taken once.
    const call = { method: "POST", path, body, idempotencyKey: newUuid7(), schema: roundResponse } as const;
    try {
      show(await api.request(call));
      setPhase(IDLE);
    } catch (error) {
      if (isActivityStopped(error)) void queryClient.invalidateQueries({ queryKey: houseKey });
      if (!(error instanceof ApiProblem)) {
        return setPhase({ kind: "unanswered", again: () => void send(path, body) });
      }
      // Perhaps another device was faster: look again at what is open.
      void queryClient.invalidateQueries({ queryKey: OPEN_ROUNDS });
      setPhase({ kind: "refused", code: error.code, text: error.message });
    }
  }

  function show(response: RoundResponse): void {
    const { round, bet, balance, repeated } = response;
    if (balance === null) void queryClient.invalidateQueries({ queryKey: accountKeys.me });
    else applyBalances(queryClient, [balance]);
    applyNonce(queryClient, round.nonce);
    queryClient.setQueryData(openRoundsQuery(api).queryKey, (known) => ({
      items: [
        ...(known?.items ?? []).filter((other) => other.game !== round.game),
        ...(bet === null ? [round] : []),
      ],
    }));
    setLast(bet === null ? null : response);
    if (bet === null) return;
    void queryClient.invalidateQueries({ queryKey: accountKeys.bets });
    void queryClient.invalidateQueries({ queryKey: accountKeys.history });
    if (!repeated) countBet(bet);
  }

  return {
    round: current ?? last?.round ?? null,
    isOpen: current !== undefined,
    /** The bet that the last round of this visit has become; null while one is open. */
    bet: current === undefined ? (last?.bet ?? null) : null,
    isLoading: isSignedIn && open.isPending,
    phase,
    start: (request: Omit<StartRoundRequest, "roundId">) =>
      send("/casino/rounds", { ...request, roundId: newUuid7() }),
    act: ({ roundId, nextAction: number }: RoundView, action: RoundAction) =>
      send(`/casino/rounds/${roundId}/actions`, { number, action }),
  };
}
