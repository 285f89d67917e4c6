import { defineRoute, type Route } from "#backend/http/route.ts";
import type { Limits } from "#backend/modules/limits/limits.service.ts";
import { limitsResponse, selfExclusionRequest, setLimitRequest } from "#domain/api/limits.ts";

const tag = "users";

export function limitsRoutes({ limits }: { readonly limits: Limits }): Route[] {
  const read = defineRoute({
    method: "get",
    path: "/users/me/limits",
    tag,
    summary: "What you allow yourself, and how much of it is used",
    access: "user",
    answer: { status: 200, schema: limitsResponse },
    handle: ({ tenant, user }) => limits.read({ tenantId: tenant.id, userId: user.id }),
  });

  const set = defineRoute({
    method: "put",
    path: "/users/me/limits",
    tag,
    summary: "Limit yourself",
    description:
      "A lower limit is in force with this answer, a higher one or none after 24 hours. Limits bind wherever a stake is " +
      "laid; withdrawals are never held back by them.",
    access: "user",
    body: setLimitRequest,
    answer: { status: 200, schema: limitsResponse },
    problems: ["UNKNOWN_CURRENCY"],
    handle: ({ tenant, user, body }) => limits.set({ tenantId: tenant.id, userId: user.id }, body),
  });

  const exclude = defineRoute({
    method: "post",
    path: "/users/me/self-exclusion",
    tag,
    summary: "Exclude yourself from play until a time",
    description: "In force with this answer, and cannot be taken back. Withdrawals go on.",
    access: "user",
    body: selfExclusionRequest,
    answer: { status: 200, schema: limitsResponse },
    problems: ["EXCLUSION_INVALID"],
    handle: ({ tenant, user, body }) =>
      limits.exclude({ tenantId: tenant.id, userId: user.id }, new Date(body.until)),
  });

  return [read, set, exclude];
}
