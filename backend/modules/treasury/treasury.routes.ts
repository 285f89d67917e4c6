import type { Role } from "#backend/http/access.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import { treasuryReport, treasuryTransferPlan, treasuryTransferRequest } from "#domain/api/treasury.ts";
import type { Treasury } from "./treasury.service.ts";

const tag = "treasury";
/** Sums over all accounts: cheap enough to be public, not to be hammered. */
const SUMMARIES_PER_MINUTE = 600;
const STAFF: readonly Role[] = ["operator", "admin", "auditor"];
const OPERATORS: readonly Role[] = ["operator", "admin"];

export function treasuryRoutes({ treasury }: { readonly treasury: Treasury }): Route[] {
  const summary = defineRoute({
    method: "get",
    path: "/treasury/summary",
    tag,
    summary: "What the house holds, to whom it belongs, and what it could take",
    description:
      "`items` are the books, `vaults` what the chain says; anyone can compare the two. Staff also sees the gas money.",
    access: "public",
    requestsPerMinute: SUMMARIES_PER_MINUTE,
    answer: { status: 200, schema: treasuryReport },
    handle: ({ tenant, user }) => treasury.report(tenant.id, user !== null && STAFF.includes(user.role)),
  });

  const transfer = defineRoute({
    method: "post",
    path: "/treasury/transfer",
    tag,
    summary: "Plan a transfer of surplus out of the vault",
    description:
      "The house holds no key that could do this. The answer names the calls for the account that has the treasury " +
      "role, in their order, and the delay between them in which anyone can see what is coming. The vault lets out " +
      "its surplus over what it owes and nothing else, and checks that again at the end.",
    access: OPERATORS,
    isIdempotent: true,
    body: treasuryTransferRequest,
    answer: { status: 200, schema: treasuryTransferPlan },
    problems: [
      "UNKNOWN_CURRENCY",
      "NO_VAULT",
      "TREASURY_RECEIVER_UNFIT",
      "TREASURY_ROLE_MISSING",
      "SURPLUS_EXCEEDED",
      "CHECKPOINT_STALE",
      "EXIT_UNDER_WAY",
      "CHAIN_UNAVAILABLE",
    ],
    handle: ({ tenant, body }) => treasury.plan(tenant.id, body),
  });

  return [summary, transfer];
}
