import type { Role } from "#backend/http/access.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import { ENGINE_PROBLEMS, STAKE_PROBLEMS } from "#backend/modules/casino/stakeProblems.ts";
import {
  crashBetPage,
  crashBetParams,
  crashBetRequest,
  crashBetResponse,
  crashCashOutResponse,
  crashRoundPage,
  crashRoundParams,
  crashRoundsQuery,
  crashTablesResponse,
  publicCrashRound,
} from "#domain/api/crash.ts";
import {
  crashTableParams,
  crashTableSettings,
  crashTableSettingsList,
  setCrashTableRequest,
} from "#domain/api/crashTables.ts";
import { pageQuery } from "#domain/api/primitives.ts";
import type { CrashEngine } from "./crashEngine.ts";
import type { CrashHistory } from "./crashHistory.service.ts";
import type { ListTables, SetTable } from "./tableSettings.service.ts";

export interface CrashRoutesDeps {
  readonly engine: CrashEngine;
  readonly history: CrashHistory;
  readonly listTables: ListTables;
  readonly setTable: SetTable;
}

const tag = "crash";
const ADMINS: readonly Role[] = ["admin"];
const AUDITORS: readonly Role[] = ["operator", "admin", "auditor"];

/** Every way in which a bet can be refused; the socket's `crashBet` answers the same. */
const BET_PROBLEMS = ["BETTING_CLOSED", "ROUND_FULL", ...STAKE_PROBLEMS] as const;

/** Every way in which a cash-out can be refused; the socket's `crashCashOut` answers the same. */
const CASH_OUT_PROBLEMS = [
  "NOT_FOUND",
  "BETTING_UNDER_WAY",
  "CASH_OUT_TOO_EARLY",
  "CASH_OUT_TOO_LATE",
  "ROUND_CANCELLED",
  "SEED_UNREADABLE",
  ...ENGINE_PROBLEMS,
] as const;

export function crashRoutes(deps: CrashRoutesDeps): Route[] {
  return [...playRoutes(deps.engine), ...lookupRoutes(deps.history), ...tableRoutes(deps)];
}

function tableRoutes({ listTables, setTable }: CrashRoutesDeps): Route[] {
  const list = defineRoute({
    method: "get",
    path: "/admin/crash/tables",
    tag: "admin",
    summary: "How the tables of crash are set up",
    access: AUDITORS,
    answer: { status: 200, schema: crashTableSettingsList },
    handle: async ({ tenant }) => ({ items: await listTables(tenant.id) }),
  });

  const set = defineRoute({
    method: "put",
    path: "/admin/crash/tables/{currency}",
    tag: "admin",
    summary: "Set up a table of crash",
    description:
      "Holds from the next round on; edge and length of a chain, which commits to them, from the next chain on. What agents earn must fit into the edge.",
    access: ADMINS,
    params: crashTableParams,
    body: setCrashTableRequest,
    answer: { status: 200, schema: crashTableSettings },
    problems: ["NOT_FOUND", "RATES_EXCEED_EDGE", "RATES_EXCEED_CEILING"],
    handle: ({ tenant, user, params, body }) =>
      setTable({ tenantId: tenant.id, actorId: user.id, currency: params.currency, request: body }),
  });

  return [list, set];
}

function playRoutes(engine: CrashEngine): Route[] {
  const place = defineRoute({
    method: "post",
    path: "/crash/bets",
    tag,
    summary: "Bet on the round that takes bets",
    description:
      "Answers when the bet is committed. The bet id makes it safe to send again. The socket's `crashBet` is the faster way.",
    access: "user",
    isIdempotent: true,
    body: crashBetRequest,
    answer: { status: 200, schema: crashBetResponse },
    problems: BET_PROBLEMS,
    handle: ({ tenant, user, body }) => engine.place({ tenant, userId: user.id, request: body }),
  });

  const cashOut = defineRoute({
    method: "post",
    path: "/crash/bets/{id}/cash-out",
    tag,
    summary: "Cash out, at the multiplier of the moment at which this is received",
    description:
      "Answers when the cash-out is committed; asked again, it answers the same, so that no key is needed. It moves no " +
      "money: the round's settlement pays. The socket's `crashCashOut` is the faster way.",
    access: "user",
    params: crashBetParams,
    answer: { status: 200, schema: crashCashOutResponse },
    problems: CASH_OUT_PROBLEMS,
    handle: ({ tenant, user, params }) =>
      engine.cashOut({ tenant, userId: user.id, request: { betId: params.id } }),
  });

  return [place, cashOut];
}

function lookupRoutes(history: CrashHistory): Route[] {
  const tables = defineRoute({
    method: "get",
    path: "/crash/tables",
    tag,
    summary: "Tables with their newest round and last results",
    description: "What the socket's channel `crash` begins with.",
    access: "public",
    answer: { status: 200, schema: crashTablesResponse },
    handle: ({ tenant }) => history.tables(tenant.id),
  });

  const rounds = defineRoute({
    method: "get",
    path: "/crash/rounds",
    tag,
    summary: "A table's rounds that are over, newest first",
    access: "public",
    query: crashRoundsQuery,
    answer: { status: 200, schema: crashRoundPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, query }) => history.rounds(tenant.id, query),
  });

  const round = defineRoute({
    method: "get",
    path: "/crash/rounds/{id}",
    tag,
    summary: "Any round, to verify it",
    description: "The game hash is null until the round is over.",
    access: "public",
    params: crashRoundParams,
    answer: { status: 200, schema: publicCrashRound },
    problems: ["NOT_FOUND"],
    handle: ({ tenant, params }) => history.round(tenant.id, params.id),
  });

  const bets = defineRoute({
    method: "get",
    path: "/crash/bets",
    tag,
    summary: "Your bets on crash, newest first",
    access: "user",
    query: pageQuery,
    answer: { status: 200, schema: crashBetPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, user, query }) => history.bets({ tenantId: tenant.id, userId: user.id }, query),
  });

  return [tables, rounds, round, bets];
}
