import type pg from "pg";
import { z } from "zod";
import { NotFound } from "#backend/http/failures.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import type { Wallet } from "#backend/modules/wallet/wallet.service.ts";
import { pageQuery, uuid } from "#domain/api/primitives.ts";
import { historyPage, meResponse } from "#domain/api/wallet.ts";
import { readHistory } from "./history.service.ts";
import type { Users } from "./users.service.ts";

const tag = "users";
/** A position names the last line of every kind. */
const historyQuery = pageQuery.extend({ cursor: z.string().max(600).optional() });

export interface UsersRoutesDeps {
  readonly pool: pg.Pool;
  readonly users: Users;
  readonly wallet: Wallet;
}

export function usersRoutes({ pool, users, wallet }: UsersRoutesDeps): Route[] {
  const me = defineRoute({
    method: "get",
    path: "/users/me",
    tag,
    summary: "Who you are and what you have",
    access: "user",
    answer: { status: 200, schema: meResponse },
    async handle({ tenant, user }) {
      const owner = { tenantId: tenant.id, userId: user.id };
      const [found, balances] = await Promise.all([
        users.read(owner.tenantId, owner.userId),
        wallet.balances(owner),
      ]);
      return { user: found, balances };
    },
  });

  const history = defineRoute({
    method: "get",
    path: "/users/{id}/history",
    tag,
    summary: "Explain your balance: everything that moved it, newest first",
    access: "user",
    params: z.object({ id: z.union([z.literal("me"), uuid]) }),
    query: historyQuery,
    answer: { status: 200, schema: historyPage },
    problems: ["NOT_FOUND", "CURSOR_INVALID"],
    async handle({ tenant, user, params, query }) {
      if (params.id !== "me" && params.id !== user.id) throw new NotFound("user");
      return readHistory(pool, { tenantId: tenant.id, userId: user.id, page: query });
    },
  });

  return [me, history];
}
