import type { Role } from "#backend/http/access.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import {
  batchOrderAnswer,
  batchParams,
  buildOrderAnswer,
  payoutBatchDetail,
  payoutBatchPage,
  payoutBatchQuery,
} from "#domain/api/payouts.ts";
import type { BatchStep } from "#domain/settlement/batchSteps.ts";
import type { Payouts } from "./payouts.service.ts";

const tag = "payouts";
const READERS: readonly Role[] = ["operator", "admin", "auditor"];
const OPERATORS: readonly Role[] = ["operator", "admin"];

/** What staff sees of payouts, and may ask of the worker. */
export function payoutsRoutes({ payouts }: { readonly payouts: Payouts }): Route[] {
  const list = defineRoute({
    method: "get",
    path: "/payouts",
    tag,
    summary: "Payout batches",
    access: READERS,
    query: payoutBatchQuery,
    answer: { status: 200, schema: payoutBatchPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, query }) => payouts.list(tenant.id, query),
  });

  const show = defineRoute({
    method: "get",
    path: "/payouts/{batchId}",
    tag,
    summary: "One batch: whom it pays, its transactions, and what is wrong with it",
    access: READERS,
    params: batchParams,
    answer: { status: 200, schema: payoutBatchDetail },
    problems: ["NOT_FOUND"],
    handle: ({ tenant, params }) => payouts.show(tenant.id, params.batchId),
  });

  const build = defineRoute({
    method: "post",
    path: "/payouts/build-batch",
    tag,
    summary: "Gather waiting withdrawals into a batch now",
    description:
      "The worker does so by itself every few seconds. What cannot be paid now (a limit is used up, say) goes on waiting.",
    access: OPERATORS,
    isIdempotent: true,
    answer: { status: 202, schema: buildOrderAnswer },
    problems: ["ACTIVITY_STOPPED", "NOTHING_TO_PAY", "QUEUE_UNAVAILABLE"],
    handle: ({ tenant }) => payouts.orderBuild(tenant.id),
  });

  return [list, show, build, ...STEPS.map((step) => stepRoute(payouts, step))];
}

const STEPS = [
  {
    step: "sign",
    summary: "Ask the signer for a built batch now",
    description:
      "A batch is signed once a checkpoint that carries its amounts is published; until then the order changes nothing.",
  },
  {
    step: "submit",
    summary: "Send a signed batch now",
    description:
      "Also one that waits after transactions that came to nothing, and beyond their usual number.",
  },
  {
    step: "retry",
    summary: "Try a batch that does not get on again, now",
    description:
      "Whatever its next step is: the signer is asked again, another transaction is sent, or the one that waits is replaced by a dearer one. A batch is never paid twice: the same signed bytes, or none.",
  },
] as const satisfies readonly { step: BatchStep; summary: string; description: string }[];

function stepRoute(payouts: Payouts, { step, summary, description }: (typeof STEPS)[number]): Route {
  return defineRoute({
    method: "post",
    path: `/payouts/{batchId}/${step}`,
    tag,
    summary,
    description,
    access: OPERATORS,
    isIdempotent: true,
    params: batchParams,
    answer: { status: 202, schema: batchOrderAnswer },
    problems: ["ACTIVITY_STOPPED", "BATCH_STATE_UNFIT", "NOT_FOUND", "QUEUE_UNAVAILABLE"],
    handle: ({ tenant, params }) => payouts.orderStep(tenant.id, params.batchId, step),
  });
}
