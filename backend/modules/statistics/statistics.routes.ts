import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import { ownPlay } from "#domain/api/statistics.ts";
import { findOwnPlay } from "./ownPlay.store.ts";

/** What players are told of their own play. */
export function statisticsRoutes({ pool }: { readonly pool: pg.Pool }): Route[] {
  const own = defineRoute({
    method: "get",
    path: "/users/me/play",
    tag: "users",
    summary: "What you have staked and been paid since ever",
    description:
      "Every settled bet counts, wherever it was made: instant games, rounds of several steps, crash. The difference " +
      "between two answers is what was won or lost in between.",
    access: "user",
    answer: { status: 200, schema: ownPlay },
    handle: async ({ tenant, user }) => ({
      items: await inTenantTransaction(pool, tenant.id, (client) =>
        findOwnPlay(client, { tenantId: tenant.id, userId: user.id }),
      ),
    }),
  });

  return [own];
}
