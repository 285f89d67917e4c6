import { z } from "zod";
import { defineRoute, type Route } from "#backend/http/route.ts";
import type { BetEngine } from "#backend/modules/casino/betEngine.ts";
import type { BetHistory } from "#backend/modules/casino/betHistory.service.ts";
import { gameViews } from "#backend/modules/casino/gameViews.ts";
import { betPage, betRequest, betResponse, gameList, publicBetView } from "#domain/api/casino.ts";
import { pageQuery, uuid } from "#domain/api/primitives.ts";

export interface CasinoRoutesDeps {
  readonly engine: BetEngine;
  readonly history: BetHistory;
}

const tag = "casino";

/** Every way in which a bet can be refused; the socket's `bet` answers the same. */
export const BET_PROBLEMS = [
  "UNKNOWN_GAME",
  "GAME_PARAMS_INVALID",
  "UNKNOWN_CURRENCY",
  "STAKE_TOO_SMALL",
  "INSUFFICIENT_BALANCE",
  "MAX_RISK_EXCEEDED",
  "BET_ID_REUSED",
  "BET_ID_RESERVED",
  "USER_FROZEN",
  "PLAYER_UNKNOWN",
  "SEED_EXHAUSTED",
  "SEED_UNREADABLE",
  "TOO_MANY_BETS",
  "ACTIVITY_STOPPED",
  "GATE_UNAVAILABLE",
  "ENGINE_BUSY",
  "ENGINE_STOPPED",
  "HOUSE_UNAVAILABLE",
  "OUTCOME_UNKNOWN",
] as const;

export function casinoRoutes({ engine, history }: CasinoRoutesDeps): Route[] {
  const games = defineRoute({
    method: "get",
    path: "/casino/games",
    tag,
    summary: "Games and their parameters",
    access: "public",
    answer: { status: 200, schema: gameList },
    handle: async () => ({ items: [...gameViews] }),
  });

  const place = defineRoute({
    method: "post",
    path: "/casino/bets",
    tag,
    summary: "Place a bet",
    description:
      "Answers when the bet is committed. The bet id makes it safe to send again: the same id with the same " +
      "content answers the first result, with other content it is refused. The socket's `bet` is the faster way.",
    access: "user",
    isIdempotent: true,
    body: betRequest,
    answer: { status: 200, schema: betResponse },
    problems: BET_PROBLEMS,
    handle: ({ tenant, user, body }) => engine.place({ tenant, userId: user.id, request: body }),
  });

  const list = defineRoute({
    method: "get",
    path: "/casino/bets",
    tag,
    summary: "Your bets, newest first",
    access: "user",
    query: pageQuery,
    answer: { status: 200, schema: betPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, user, query }) => history.list({ tenantId: tenant.id, userId: user.id }, query),
  });

  const find = defineRoute({
    method: "get",
    path: "/casino/bets/{id}",
    tag,
    summary: "Any bet, to verify it",
    description: "The server seed is null until its player rotates it.",
    access: "public",
    params: z.object({ id: uuid }),
    answer: { status: 200, schema: publicBetView },
    problems: ["NOT_FOUND"],
    handle: ({ tenant, params }) => history.find(tenant.id, params.id),
  });

  return [games, place, list, find];
}
