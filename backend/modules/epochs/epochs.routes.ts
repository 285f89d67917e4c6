import { defineRoute, type Route } from "#backend/http/route.ts";
import { epochPage, epochParams, epochProof, epochProofQuery, epochQuery } from "#domain/api/epochs.ts";
import type { PublicEpochs } from "./publicEpochs.service.ts";

const tag = "fairness";

/** What the house was committed to before it mattered, for everybody to check. */
export function epochsRoutes({ epochs }: { readonly epochs: PublicEpochs }): Route[] {
  const list = defineRoute({
    method: "get",
    path: "/fairness/epochs",
    tag,
    summary: "What the house has committed itself to, hour by hour, newest first",
    description:
      "Each epoch is one root over all live commitments, game configurations and crash chains, anchored in the FairnessRegistry.",
    access: "public",
    query: epochQuery,
    answer: { status: 200, schema: epochPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, query }) => epochs.list(tenant.id, query),
  });

  const proof = defineRoute({
    method: "get",
    path: "/fairness/epochs/{id}/proof",
    tag,
    summary: "Proof that a commitment is in an epoch",
    description:
      "Check it with `npm run verify -- --epoch-proof FILE`, and the root against `rootOf(kind, epoch)` of the registry.",
    access: "public",
    params: epochParams,
    query: epochProofQuery,
    answer: { status: 200, schema: epochProof },
    problems: ["NOT_FOUND"],
    handle: ({ tenant, params, query }) => epochs.proof(tenant.id, params.id, query.commitment),
  });

  return [list, proof];
}
