import type { Database } from "#backend/db/client.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import { reconciliationList } from "#domain/api/monitoring.ts";
import { readReconciliations } from "./monitoring.store.ts";

const tag = "monitoring";
/** Sums over all accounts: cheap enough to be public, not to be hammered. */
const SUMMARIES_PER_MINUTE = 600;

export function monitoringRoutes({ db }: { readonly db: Database }): Route[] {
  const reconciliation = defineRoute({
    method: "get",
    path: "/monitoring/reconciliation",
    tag,
    summary: "Does the ledger equal the vault?",
    description:
      "The latest comparisons of the ledger with the chain, newest first. Payouts stop while the vault is short.",
    access: "public",
    requestsPerMinute: SUMMARIES_PER_MINUTE,
    answer: { status: 200, schema: reconciliationList },
    handle: ({ tenant }) => readReconciliations(db.forTenant(tenant.id)),
  });

  return [reconciliation];
}
