import { defineRoute, type Route } from "#backend/http/route.ts";
import { resumePayoutsAnswer, resumePayoutsRequest } from "#domain/api/killSwitches.ts";
import type { ResumePayouts } from "./resumePayouts.service.ts";

/** What administrators may do about stops from afar; to stop, and to lift other stops, takes the database's owner. */
export function killSwitchRoutes({ resumePayouts }: { readonly resumePayouts: ResumePayouts }): Route[] {
  const resume = defineRoute({
    method: "post",
    path: "/admin/payouts/resume",
    tag: "payouts",
    summary: "Let payouts go on after a stop",
    description:
      "Whoever stopped them: a comparison of the books that found something, or the operator. Names the stop by the `since` " +
      "of `/monitoring/reconciliation`: another one is not lifted. Refused while the latest comparison still differs, unless " +
      "the vault merely holds more than the books say, or is older than three minutes. Who did it, when, and why they were " +
      "stopped stay on record.",
    access: ["admin"],
    isIdempotent: true,
    body: resumePayoutsRequest,
    answer: { status: 200, schema: resumePayoutsAnswer },
    problems: ["BOOKS_DIFFER", "COMPARISON_STALE", "EXIT_UNDER_WAY", "STOP_CHANGED"],
    handle: ({ tenant, user, body }) =>
      resumePayouts({ tenantId: tenant.id, userId: user.id, since: body.since }),
  });

  return [resume];
}
