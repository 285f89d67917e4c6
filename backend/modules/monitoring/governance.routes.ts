import { defineRoute, type Route } from "#backend/http/route.ts";
import { governanceChangePage, governanceChangeQuery, governanceReport } from "#domain/api/governance.ts";
import type { Governance } from "./governance.service.ts";

const tag = "monitoring";
/** Cheap enough to be public, not to be hammered. */
const QUESTIONS_PER_MINUTE = 300;

/** Who may do what on the chain, for anybody. */
export function governanceRoutes({ governance }: { readonly governance: Governance }): Route[] {
  const report = defineRoute({
    method: "get",
    path: "/monitoring/governance",
    tag,
    summary: "Who may do what on the chain",
    description:
      "Roles with their holders and delays, signers, limits, brakes, announced calls and anchored roots of each vault, " +
      "folded from the chain's events; each with the block and the transaction that made it so.",
    access: "public",
    requestsPerMinute: QUESTIONS_PER_MINUTE,
    answer: { status: 200, schema: governanceReport },
    handle: ({ tenant }) => governance.report(tenant.id),
  });

  const changes = defineRoute({
    method: "get",
    path: "/monitoring/governance/changes",
    tag,
    summary: "Every event that changed who may do what",
    access: "public",
    requestsPerMinute: QUESTIONS_PER_MINUTE,
    query: governanceChangeQuery,
    answer: { status: 200, schema: governanceChangePage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, query }) => governance.changes(tenant.id, query),
  });

  return [report, changes];
}
