import {
  type CrashBetRequest,
  type CrashBetResponse,
  type CrashCashOutResponse,
  crashBetAck,
  crashBetResponse,
  crashCashOutAck,
  crashCashOutResponse,
  crashEvents,
} from "#domain/api/crash.ts";
import type { Api } from "@/lib/api/api";
import { ApiProblem } from "@/lib/api/apiErrors";
import { isUndecided } from "@/lib/api/leavesOpen";
import { firstAnswer } from "@/lib/live/firstAnswer";
import type { Live } from "@/lib/live/liveSocket";

type Calls = {
  /** @throws ApiProblem, BetNotSent, BetUnanswered */
  placeBySocket(request: CrashBetRequest): Promise<CrashBetResponse>;
  placeByHttp(request: CrashBetRequest): Promise<CrashBetResponse>;
  /** On both ways if need be, for seconds count and a cash-out is safe to repeat. @throws ApiProblem when it was refused */
  cashOut(betId: string): Promise<CrashCashOutResponse>;
};

/** A connection that works has answered by then. */
const SOCKET_PATIENCE_MS = 700;

/** The two ways to the house: the socket is the faster one, and HTTP the one that is there without it. */
export function crashCalls(api: Api, live: Live): Calls {
  return {
    async placeBySocket(request) {
      const ack = await live.ask(crashEvents.bet, request, crashBetAck);
      if (ack.ok) return ack.result;
      throw new ApiProblem(ack.problem);
    },
    placeByHttp: (request) =>
      api.request({
        method: "POST",
        path: "/crash/bets",
        body: request,
        idempotencyKey: request.betId,
        schema: crashBetResponse,
      }),
    cashOut: (betId) =>
      firstAnswer({
        patienceMs: SOCKET_PATIENCE_MS,
        isRefusal: (error) => !isUndecided(error),
        async bySocket() {
          const ack = await live.ask(crashEvents.cashOut, { betId }, crashCashOutAck);
          if (ack.ok) return ack.result;
          throw new ApiProblem(ack.problem);
        },
        byHttp: () =>
          api.request({
            method: "POST",
            path: `/crash/bets/${betId}/cash-out`,
            schema: crashCashOutResponse,
          }),
      }),
  };
}
