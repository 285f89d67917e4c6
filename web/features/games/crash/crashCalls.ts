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
import type { Live } from "@/lib/live/liveSocket";

type Calls = {
  /** @throws ApiProblem, BetNotSent, BetUnanswered */
  placeBySocket(request: CrashBetRequest): Promise<CrashBetResponse>;
  placeByHttp(request: CrashBetRequest): Promise<CrashBetResponse>;
  /** @throws ApiProblem, BetNotSent, BetUnanswered */
  cashOutBySocket(betId: string): Promise<CrashCashOutResponse>;
  cashOutByHttp(betId: string): Promise<CrashCashOutResponse>;
};

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
    async cashOutBySocket(betId) {
      const ack = await live.ask(crashEvents.cashOut, { betId }, crashCashOutAck);
      if (ack.ok) return ack.result;
      throw new ApiProblem(ack.problem);
    },
    cashOutByHttp: (betId) =>
      api.request({
        method: "POST",
        path: `/crash/bets/${betId}/cash-out`,
        schema: crashCashOutResponse,
      }),
  };
}
