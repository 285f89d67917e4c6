import type { Role } from "#backend/http/access.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import { reconciliationPage, reconciliationQuery, reconciliationReport } from "#domain/api/monitoring.ts";
import { suspensePage, suspenseQuery } from "#domain/api/suspense.ts";
import type { Monitoring } from "./monitoring.service.ts";

const tag = "monitoring";
/** Cheap enough to be public, not to be hammered. */
const QUESTIONS_PER_MINUTE = 600;
/** Whoever answers a player who misses money must be able to find it. */
const STAFF: readonly Role[] = ["support", "operator", "admin", "auditor"];

/** What is known about the books and the chain: to anybody, and to staff. */
export function monitoringRoutes({ monitoring }: { readonly monitoring: Monitoring }): Route[] {
  const reconciliation = defineRoute({
    method: "get",
    path: "/monitoring/reconciliation",
    tag,
    summary: "Does the ledger equal the vault?",
    description:
      "The latest comparison of the books with the chain, how far the indexer is, and whether payouts go on. They stop " +
      "while the vault is short, or when the books contradict themselves. At most a second old.",
    access: "public",
    requestsPerMinute: QUESTIONS_PER_MINUTE,
    answer: { status: 200, schema: reconciliationReport },
    handle: ({ tenant }) => monitoring.report(tenant.id),
  });

  const history = defineRoute({
    method: "get",
    path: "/monitoring/reconciliation/history",
    tag,
    summary: "Earlier comparisons of the books with the chain",
    description:
      "Newest first: each that found something else than the one before, and one a minute besides.",
    access: "public",
    requestsPerMinute: QUESTIONS_PER_MINUTE,
    query: reconciliationQuery,
    answer: { status: 200, schema: reconciliationPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, query }) => monitoring.history(tenant.id, query),
  });

  const suspense = defineRoute({
    method: "get",
    path: "/monitoring/suspense",
    tag,
    summary: "Money that no account is known for",
    description:
      "Nothing that the chain says is dropped: what belongs to nobody yet waits here. Newest first.",
    access: STAFF,
    query: suspenseQuery,
    answer: { status: 200, schema: suspensePage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, query }) => monitoring.suspense(tenant.id, query),
  });

  return [reconciliation, history, suspense];
}
