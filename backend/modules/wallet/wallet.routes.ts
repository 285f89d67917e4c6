import { defineRoute, type Route } from "#backend/http/route.ts";
import { pageQuery } from "#domain/api/primitives.ts";
import { depositPage, withdrawalPage, withdrawalView, withdrawRequest } from "#domain/api/wallet.ts";
import { invariant } from "#domain/errors.ts";
import type { Wallet } from "./wallet.service.ts";
import type { Withdraw } from "./withdraw.service.ts";

export interface WalletRoutesDeps {
  readonly wallet: Wallet;
  readonly withdraw: Withdraw;
}

const tag = "wallet";

export function walletRoutes({ wallet, withdraw }: WalletRoutesDeps): Route[] {
  const deposits = defineRoute({
    method: "get",
    path: "/users/me/deposits",
    tag,
    summary: "Your deposits",
    description:
      "A deposit is made by sending the vault's `deposit()` a whole number of quanta; it appears here within a block " +
      "as `confirming` and becomes `credited` when the chain has made it final.",
    access: "user",
    query: pageQuery,
    answer: { status: 200, schema: depositPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, user, query }) => wallet.deposits({ tenantId: tenant.id, userId: user.id }, query),
  });

  const withdrawals = defineRoute({
    method: "get",
    path: "/users/me/withdrawals",
    tag,
    summary: "Your withdrawals",
    access: "user",
    query: pageQuery,
    answer: { status: 200, schema: withdrawalPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, user, query }) => wallet.withdrawals({ tenantId: tenant.id, userId: user.id }, query),
  });

  const request = defineRoute({
    method: "post",
    path: "/users/withdraw",
    tag,
    summary: "Withdraw to the wallet you signed in with",
    description:
      "The amount is set aside at once; the vault pays it in the next batch. Follow it in `/users/me/withdrawals` " +
      "or through the socket's `activity` messages. What is larger than the vault may pay at once comes back as " +
      "`cancelled`: ask for it in parts.",
    access: "user",
    isIdempotent: true,
    body: withdrawRequest,
    answer: { status: 202, schema: withdrawalView },
    problems: [
      "INSUFFICIENT_BALANCE",
      "WITHDRAWAL_TOO_SMALL",
      "TOO_MANY_WITHDRAWALS",
      "UNKNOWN_CURRENCY",
      "ACCOUNT_FROZEN",
      "ACTIVITY_STOPPED",
    ],
    async handle({ tenant, user, body, raw }) {
      const key = raw.request.headers["idempotency-key"];
      invariant(typeof key === "string", "an idempotent route is called with its key");
      return withdraw({ tenantId: tenant.id, userId: user.id, key, request: body });
    },
  });

  return [deposits, withdrawals, request];
}
