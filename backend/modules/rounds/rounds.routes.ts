import { z } from "zod";
import { defineRoute, type Route } from "#backend/http/route.ts";
import type { Rounds } from "#backend/modules/rounds/rounds.service.ts";
import { uuid } from "#domain/api/primitives.ts";
import {
  openRounds,
  publicRoundView,
  roundActionRequest,
  roundResponse,
  startRoundRequest,
} from "#domain/api/rounds.ts";

const tag = "casino";
const roundId = z.object({ id: uuid });

/** Whatever can keep a stake from being laid, when a round begins and when an action adds to it. */
const WAGER_PROBLEMS = [
  "GAME_PARAMS_INVALID",
  "INSUFFICIENT_BALANCE",
  "USER_FROZEN",
  "SELF_EXCLUDED",
  "PLAYER_LIMIT_REACHED",
  "TOO_MANY_BETS",
  "ACTIVITY_STOPPED",
  "GATE_UNAVAILABLE",
  "SEED_UNREADABLE",
  "ROUND_RULES_CHANGED",
  "ROUND_OVER",
] as const;

const START_PROBLEMS = [
  ...WAGER_PROBLEMS,
  "UNKNOWN_GAME",
  "GAME_WITHHELD",
  "UNKNOWN_CURRENCY",
  "STAKE_TOO_SMALL",
  "MAX_RISK_EXCEEDED",
  "ROUND_ID_REUSED",
  "ROUND_ALREADY_OPEN",
  "BET_ID_RESERVED",
  "PLAYER_UNKNOWN",
  "SEED_EXHAUSTED",
] as const;

const ACTION_PROBLEMS = [
  ...WAGER_PROBLEMS,
  "NOT_FOUND",
  "ROUND_ACTION_REFUSED",
  "ROUND_ACTION_CONFLICT",
  "ROUND_OUT_OF_TURN",
] as const;

export function roundsRoutes({ rounds }: { readonly rounds: Rounds }): Route[] {
  const start = defineRoute({
    method: "post",
    path: "/casino/rounds",
    tag,
    summary: "Begin a round of a game that is played in steps",
    description:
      "Sets the stake aside and answers with what lies open. The round id makes it safe to send again; a player plays " +
      "one round of a game at a time. An attempt that was refused needs a new `Idempotency-Key`.",
    access: "user",
    isIdempotent: true,
    body: startRoundRequest,
    answer: { status: 200, schema: roundResponse },
    problems: START_PROBLEMS,
    handle: ({ tenant, user, body }) => rounds.start({ tenant, userId: user.id, request: body }),
  });

  const act = defineRoute({
    method: "post",
    path: "/casino/rounds/{id}/actions",
    tag,
    summary: "Take an action in your open round",
    description:
      "Answers when the action is committed. The same number with the same action answers the same again; with another " +
      "action it is refused. The last action settles the round: from then on it is the bet of the same id.",
    access: "user",
    isIdempotent: true,
    params: roundId,
    body: roundActionRequest,
    answer: { status: 200, schema: roundResponse },
    problems: ACTION_PROBLEMS,
    handle: ({ tenant, user, params, body }) =>
      rounds.act({ tenantId: tenant.id, userId: user.id, roundId: params.id, request: body }),
  });

  const list = defineRoute({
    method: "get",
    path: "/casino/rounds",
    tag,
    summary: "Your open rounds, to go on with on this device",
    description:
      "At most one of each game. A round in which nothing happens for a day is ended by the game's rules.",
    access: "user",
    answer: { status: 200, schema: openRounds },
    problems: ["SEED_UNREADABLE", "ROUND_RULES_CHANGED"],
    handle: async ({ tenant, user }) => ({
      items: await rounds.listOpen({ tenantId: tenant.id, userId: user.id }),
    }),
  });

  const find = defineRoute({
    method: "get",
    path: "/casino/rounds/{id}",
    tag,
    summary: "Your round, or anybody's that is over",
    description:
      "Its actions and everything that was drawn are in the outcome of its bet, which `/casino/bets/{id}` shows for " +
      "good; rounds are kept for a month after they are over. The server seed is null until its player rotates it.",
    access: "public",
    params: roundId,
    answer: { status: 200, schema: publicRoundView },
    problems: ["NOT_FOUND", "SEED_UNREADABLE", "ROUND_RULES_CHANGED"],
    handle: ({ tenant, user, params }) => rounds.find(tenant.id, params.id, user?.id ?? null),
  });

  return [start, act, list, find];
}
