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
import { useOwnNews } from "@/features/games/useOwnNews";
import { usePlayStep } from "@/features/games/usePlayStep";
import { accountKeys } from "@/lib/account/accountKeys";
import { applyBalances } from "@/lib/account/meQuery";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { applyNonce } from "@/lib/fairness/seedsQuery";
import { overtake } from "@/lib/overtake";
import { countBet } from "@/lib/play/playSession";
import { useSession } from "@/lib/session/useSession";
import { newUuid7 } from "@/lib/uuid7";

/** An action in the form of its game, such as `{ action: "hit" }`. */
export type RoundAction = RoundActionRequest["action"];

const OPEN_ROUNDS = [...accountKeys.all, "rounds"] as const;
/** The net below what the house tells by itself. */
const REFRESH_MS = 30_000;

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
  const { step, take, forget } = usePlayStep<"playing">();
  const [last, setLast] = useState<RoundResponse | null>(null);
  const current = open.data?.items.find((round) => round.game === game);
  const isBusy = step.kind === "busy";

  // Every step of a round is told with the balance: one that was not taken here was taken on another device.
  useOwnNews(() => {
    if (!isBusy) void queryClient.invalidateQueries({ queryKey: OPEN_ROUNDS });
  });

  async function send(
    path: string,
    body: StartRoundRequest | RoundActionRequest,
    isRepeat = false,
  ): Promise<void> {
    const response = await take({
      doing: "playing",
      // Each attempt has a key of its own: ids and numbers make sure that a step is taken once.
      ask: () => {
        const idempotencyKey = newUuid7();
        return api.request({ method: "POST", path, body, idempotencyKey, schema: roundResponse });
      },
      accept: show,
      again: () => void send(path, body, true),
      isRepeat,
    });
    // Perhaps another device was faster: look again at what is open.
    if (response === null) void queryClient.invalidateQueries({ queryKey: OPEN_ROUNDS });
  }

  async function show(response: RoundResponse): Promise<void> {
    const { round, bet, balance, repeated } = response;
    if (balance === null) void queryClient.invalidateQueries({ queryKey: accountKeys.me });
    else await overtake(queryClient, accountKeys.me, () => applyBalances(queryClient, [balance]));
    applyNonce(queryClient, round.nonce);
    await overtake(queryClient, OPEN_ROUNDS, () =>
      queryClient.setQueryData(openRoundsQuery(api).queryKey, (known) => ({
        items: [
          ...(known?.items ?? []).filter((other) => other.game !== round.game),
          ...(bet === null ? [round] : []),
        ],
      })),
    );
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
    step,
    forget,
    start: (request: Omit<StartRoundRequest, "roundId">) =>
      send("/casino/rounds", { ...request, roundId: newUuid7() }),
    act: ({ roundId, nextAction: number }: RoundView, action: RoundAction) =>
      send(`/casino/rounds/${roundId}/actions`, { number, action }),
  };
}
