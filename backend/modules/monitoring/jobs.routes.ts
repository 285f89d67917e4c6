import type { Role } from "#backend/http/access.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import {
  indexerJobPage,
  indexerJobParams,
  indexerJobQuery,
  indexerJobView,
  reconcileRequest,
  replayRequest,
} from "#domain/api/indexerJobs.ts";
import type { IndexerJobs } from "./jobs.service.ts";

const tag = "monitoring";
const READERS: readonly Role[] = ["operator", "admin", "auditor"];
const OPERATORS: readonly Role[] = ["operator", "admin"];

/** What staff asks of the indexer, and what became of it. */
export function indexerJobRoutes({ jobs }: { readonly jobs: IndexerJobs }): Route[] {
  const replay = defineRoute({
    method: "post",
    path: "/monitoring/replay-events",
    tag,
    summary: "Derive a range of the books from the recorded events once more",
    description:
      "Without asking the chain. What stands already is left as it is, so books that are right do not change: the job's " +
      "result has a hash from before and one from after. A range that waits or runs already is answered with its job.",
    access: OPERATORS,
    isIdempotent: true,
    body: replayRequest,
    answer: { status: 202, schema: indexerJobView },
    problems: ["NOT_FOUND", "RANGE_NOT_INDEXED", "TOO_MANY_JOBS"],
    handle: ({ tenant, user, body }) => jobs.orderReplay(tenant.id, user.id, body),
  });

  const reconcile = defineRoute({
    method: "post",
    path: "/monitoring/reconcile",
    tag,
    summary: "Compare the books with the chain now",
    description: "The indexer does so by itself, every minute at least.",
    access: OPERATORS,
    isIdempotent: true,
    body: reconcileRequest,
    answer: { status: 202, schema: indexerJobView },
    problems: ["NOT_FOUND", "TOO_MANY_JOBS"],
    handle: ({ tenant, user, body }) => jobs.orderReconcile(tenant.id, user.id, body),
  });

  const list = defineRoute({
    method: "get",
    path: "/monitoring/jobs",
    tag,
    summary: "Replays and comparisons that were asked for",
    access: READERS,
    query: indexerJobQuery,
    answer: { status: 200, schema: indexerJobPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, query }) => jobs.list(tenant.id, query),
  });

  const show = defineRoute({
    method: "get",
    path: "/monitoring/jobs/{id}",
    tag,
    summary: "One job: how far it is, and its result",
    access: READERS,
    params: indexerJobParams,
    answer: { status: 200, schema: indexerJobView },
    problems: ["NOT_FOUND"],
    handle: ({ tenant, params }) => jobs.show(tenant.id, params.id),
  });

  return [replay, reconcile, list, show];
}
