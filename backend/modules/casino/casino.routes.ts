import { z } from "zod";
import type { Role } from "#backend/http/access.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import type { BetEngine } from "#backend/modules/casino/betEngine.ts";
import type { BetHistory } from "#backend/modules/casino/betHistory.service.ts";
import type { GameVersions } from "#backend/modules/casino/gameVersions.service.ts";
import { STAKE_PROBLEMS } from "#backend/modules/casino/stakeProblems.ts";
import { betPage, betRequest, betResponse, gameList, publicBetView } from "#domain/api/casino.ts";
import {
  gameInForceList,
  gameVersionList,
  payChangePage,
  setEdgeRequest,
  withheldGameList,
} from "#domain/api/gameVersions.ts";
import { pageQuery, uuid } from "#domain/api/primitives.ts";

export interface CasinoRoutesDeps {
  readonly engine: BetEngine;
  readonly history: BetHistory;
  readonly versions: GameVersions;
}

const tag = "casino";
const ADMINS: readonly Role[] = ["admin"];
const AUDITORS: readonly Role[] = ["operator", "admin", "auditor"];
const gameParams = z.object({ id: z.string().max(32) });

/** Every way in which a bet can be refused; the socket's `bet` answers the same. */
const BET_PROBLEMS = [
  ...STAKE_PROBLEMS,
  "UNKNOWN_GAME",
  "GAME_WITHHELD",
  "SEED_EXHAUSTED",
  "SEED_UNREADABLE",
] as const;

export function casinoRoutes(deps: CasinoRoutesDeps): Route[] {
  return [...gameRoutes(deps), ...edgeRoutes(deps), ...betRoutes(deps)];
}

function gameRoutes({ versions }: CasinoRoutesDeps): Route[] {
  const games = defineRoute({
    method: "get",
    path: "/casino/games",
    tag,
    summary: "Games and their parameters",
    access: "public",
    answer: { status: 200, schema: gameList },
    handle: async ({ tenant }) => ({ items: await versions.games(tenant.id) }),
  });

  const listVersions = defineRoute({
    method: "get",
    path: "/casino/games/{id}/versions",
    tag,
    summary: "How a game has paid in this house, version by version",
    description: "The highest version is in force. The hash is that of the content, for anyone to check.",
    access: "public",
    params: gameParams,
    answer: { status: 200, schema: gameVersionList },
    problems: ["UNKNOWN_GAME"],
    handle: async ({ tenant, params }) => ({ items: await versions.list(tenant.id, params.id) }),
  });

  return [games, listVersions];
}

function edgeRoutes({ versions }: CasinoRoutesDeps): Route[] {
  const setEdge = defineRoute({
    method: "put",
    path: "/admin/games/{id}/edge",
    tag: "admin",
    summary: "Set a game's edge",
    description:
      "Makes a new version, which bets are decided by at once. What agents earn must fit into it. A game that was " +
      "withheld is on offer from then on.",
    access: ADMINS,
    params: gameParams,
    body: setEdgeRequest,
    answer: { status: 200, schema: gameVersionList },
    problems: [
      "UNKNOWN_GAME",
      "EDGE_CONTENDED",
      "EDGE_OUT_OF_BOUNDS",
      "RATES_EXCEED_CEILING",
      "RATES_EXCEED_EDGE",
    ],
    handle: async ({ tenant, user, params, body }) => ({
      items: await versions.setEdge({
        tenantId: tenant.id,
        actorId: user.id,
        gameId: params.id,
        edgeBps: body.edgeBps,
      }),
    }),
  });

  const inForce = defineRoute({
    method: "get",
    path: "/admin/games",
    tag: "admin",
    summary: "Games on offer, each with the version in force",
    description:
      "Who set its edge, and in which anchored epoch the version is: what was in one is in all that follow.",
    access: AUDITORS,
    answer: { status: 200, schema: gameInForceList },
    handle: async ({ tenant }) => ({ items: await versions.inForce(tenant.id) }),
  });

  const withheld = defineRoute({
    method: "get",
    path: "/admin/games/withheld",
    tag: "admin",
    summary: "Games that are not on offer, and why",
    description:
      "A release brought them with an edge that leaves less than agents on some path are given. Lower rates on that " +
      "path, or choose a higher edge, and set the game's edge: then it is on offer.",
    access: AUDITORS,
    answer: { status: 200, schema: withheldGameList },
    handle: async ({ tenant }) => ({ items: await versions.withheld(tenant.id) }),
  });

  const changes = defineRoute({
    method: "get",
    path: "/admin/games/changes",
    tag: "admin",
    summary: "Who changed how games and crash tables pay, newest first",
    description: "Null as the actor: the version came with a release.",
    access: AUDITORS,
    query: pageQuery,
    answer: { status: 200, schema: payChangePage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, query }) => versions.changes(tenant.id, query),
  });

  return [setEdge, inForce, withheld, changes];
}

function betRoutes({ engine, history }: CasinoRoutesDeps): Route[] {
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

  return [place, list, find];
}
