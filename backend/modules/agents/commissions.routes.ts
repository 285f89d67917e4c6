import { Readable } from "node:stream";
import { z } from "zod";
import type { Role } from "#backend/http/access.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import { memberIdParams } from "#domain/api/agents.ts";
import {
  commissionPayoutPage,
  commissionPayoutView,
  downlineSums,
  downlineSumsQuery,
  payoutRequest,
  statementFilter,
  statementPage,
  statementQuery,
  voidRequest,
  voidView,
} from "#domain/api/commissions.ts";
import { pageQuery } from "#domain/api/primitives.ts";
import { invariant } from "#domain/errors.ts";
import type { CommissionPayouts } from "./payout.service.ts";
import type { Statements } from "./statement.service.ts";
import { statementCsv, statementJson } from "./statementText.ts";
import { viewerOf } from "./viewer.ts";
import type { VoidBet } from "./voidBet.service.ts";

export interface CommissionsRoutesDeps {
  readonly statements: Statements;
  readonly payouts: CommissionPayouts;
  readonly voidBet: VoidBet;
}

const tag = "agents";
const ADMINS: readonly Role[] = ["admin"];
/** A whole statement may be long. */
const EXPORTS_PER_MINUTE = 30;
/** Every bet of the period is read. */
const SUMS_PER_MINUTE = 60;
/** As fast as anybody leafs; a page may have thousands of bets. */
const PAGES_PER_MINUTE = 300;
/** Text that is sent while it is made. */
const streamed = z.unknown().meta({ type: "string" });

export function commissionsRoutes(deps: CommissionsRoutesDeps): Route[] {
  return [...statementRoutes(deps), ...payoutRoutes(deps), voidRoute(deps)];
}

function statementRoutes({ statements }: CommissionsRoutesDeps): Route[] {
  const page = defineRoute({
    method: "get",
    path: "/agents/statement",
    tag,
    summary: "What you have earned, line by line down to each bet",
    description:
      "The last 30 days when no period is named. Each bet carries the stake, edge and rates that its part follows " +
      "from; `npm run verify-statement` computes them again. The first page tells the totals of the whole statement; " +
      "ask for those after it with the `from` and `to` that it states.",
    access: "user",
    requestsPerMinute: PAGES_PER_MINUTE,
    query: statementQuery,
    answer: { status: 200, schema: statementPage },
    problems: ["NOT_FOUND", "CURSOR_INVALID", "DOWNLINE_TOO_LARGE"],
    handle: ({ tenant, user, query }) => statements.page(viewerOf(tenant, user), query),
  });

  const downline = defineRoute({
    method: "get",
    path: "/agents/statement/downline",
    tag,
    summary: "What your whole downline has played and earned meanwhile",
    description:
      "Of everybody who is below you now, at any distance: bets that were settled in the period, of all games, and what " +
      "the agents among them have earned. A bet that was voided later is counted as it was settled; what was taken back " +
      "for it is in `clawedBack`.",
    access: "user",
    requestsPerMinute: SUMS_PER_MINUTE,
    query: downlineSumsQuery,
    answer: { status: 200, schema: downlineSums },
    problems: ["NOT_FOUND", "DOWNLINE_TOO_LARGE"],
    handle: ({ tenant, user, query }) => statements.downline(viewerOf(tenant, user), query),
  });

  const json = defineRoute({
    method: "get",
    path: "/agents/statement/json",
    tag,
    summary: "A whole statement as one file",
    description: "A `StatementFile`: `format`, `version`, `statement`, all `lines`, and `totals` at its end.",
    access: "user",
    requestsPerMinute: EXPORTS_PER_MINUTE,
    query: statementFilter,
    answer: { status: 200, schema: streamed, mediaType: "application/json" },
    problems: ["NOT_FOUND"],
    async handle({ tenant, user, query, raw }) {
      const whole = await statements.whole(viewerOf(tenant, user), query);
      raw.response.setHeader("Content-Disposition", 'attachment; filename="fairhouse-statement.json"');
      return Readable.from(statementJson(whole));
    },
  });

  const csv = defineRoute({
    method: "get",
    path: "/agents/statement/csv",
    tag,
    summary: "A whole statement for spreadsheets, one row per bet",
    access: "user",
    requestsPerMinute: EXPORTS_PER_MINUTE,
    query: statementFilter,
    answer: { status: 200, schema: streamed, mediaType: "text/csv" },
    problems: ["NOT_FOUND"],
    async handle({ tenant, user, query, raw }) {
      const whole = await statements.whole(viewerOf(tenant, user), query);
      raw.response.setHeader("Content-Disposition", 'attachment; filename="fairhouse-statement.csv"');
      return Readable.from(statementCsv(whole));
    },
  });

  return [page, downline, json, csv];
}

function payoutRoutes({ payouts }: CommissionsRoutesDeps): Route[] {
  const request = defineRoute({
    method: "post",
    path: "/agents/payout",
    tag,
    summary: "Turn commissions into cash",
    description:
      "It is yours at once, to withdraw or to play with. A claim below zero is made good by what is earned next.",
    access: "user",
    isIdempotent: true,
    body: payoutRequest,
    answer: { status: 201, schema: commissionPayoutView },
    problems: ["NO_COMMISSIONS", "INSUFFICIENT_BALANCE"],
    async handle({ tenant, user, body, raw }) {
      const key = raw.request.headers["idempotency-key"];
      invariant(typeof key === "string", "an idempotent route is called with its key");
      return payouts.payOut({ tenantId: tenant.id, userId: user.id, key, request: body });
    },
  });

  const list = defineRoute({
    method: "get",
    path: "/agents/payouts",
    tag,
    summary: "Commissions that you turned into cash",
    access: "user",
    query: pageQuery,
    answer: { status: 200, schema: commissionPayoutPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, user, query }) => payouts.list({ tenantId: tenant.id, userId: user.id }, query),
  });

  return [request, list];
}

function voidRoute({ voidBet }: CommissionsRoutesDeps): Route {
  return defineRoute({
    method: "post",
    path: "/admin/bets/{id}/void",
    tag: "admin",
    summary: "Undo a settled bet: its money goes back, and agents lose what they earned of it",
    access: ADMINS,
    isIdempotent: true,
    params: memberIdParams,
    body: voidRequest,
    answer: { status: 200, schema: voidView },
    problems: ["NOT_FOUND", "INSUFFICIENT_BALANCE"],
    handle: ({ tenant, user, params, body }) =>
      voidBet({ tenantId: tenant.id, actorId: user.id, betId: params.id, reason: body.reason }),
  });
}
