import { z } from "zod";
import { defineRoute, type Route } from "#backend/http/route.ts";
import {
  balanceProof,
  checkpointPage,
  checkpointQuery,
  leavesParams,
  leavesQuery,
  proofQuery,
} from "#domain/api/checkpoints.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import type { PublicCheckpoints } from "./publicCheckpoints.service.ts";

const tag = "checkpoints";
/** Each request may cost a tree; whoever wants them all copies the files. */
const TREES_PER_MINUTE = 60;
/** A final checkpoint never changes. One that is not may be dropped by a reorganisation. */
const FINAL_CACHE = "public, max-age=31536000, immutable";
const PASSING_CACHE = "public, max-age=5";

/** What the house owes, for everybody to check; and to each player, the proof of their own part. */
export function checkpointsRoutes({ checkpoints }: { readonly checkpoints: PublicCheckpoints }): Route[] {
  const list = defineRoute({
    method: "get",
    path: "/checkpoints",
    tag,
    summary: "What the house owed, hour by hour: published roots, newest first",
    access: "public",
    query: checkpointQuery,
    answer: { status: 200, schema: checkpointPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, query }) => checkpoints.list(tenant.id, query),
  });

  const leaves = defineRoute({
    method: "get",
    path: "/checkpoints/{currency}/{epoch}/leaves",
    tag,
    summary: "All leaves of a published checkpoint",
    description:
      "One JSON object per line. The first names the tree: `format` (`fairhouse-leaves`), `version` (1), `chainId`, " +
      "`vault`, `currency`, `token`, `epoch`, `root`, `total` and the number of `leaves`. Each further line is a leaf, " +
      "`account`, `quanta` and, when it waits in a payout batch, `batchId`. `npm run prove-balance` builds the tree.",
    access: "public",
    requestsPerMinute: TREES_PER_MINUTE,
    params: leavesParams,
    query: leavesQuery,
    answer: { status: 200, schema: z.string(), mediaType: "application/x-ndjson" },
    problems: ["NOT_FOUND"],
    async handle({ tenant, params, query, raw }) {
      const wanted = { ...params, vault: query.vault?.toLowerCase() };
      const { text, isFinal } = await checkpoints.leavesFile(tenant.id, wanted);
      raw.response.setHeader("Cache-Control", isFinal ? FINAL_CACHE : PASSING_CACHE);
      const fileName = `fairhouse-leaves-${params.currency}-${params.epoch}.jsonl`;
      raw.response.setHeader("Content-Disposition", `attachment; filename="${fileName}"`);
      return text;
    },
  });

  const proof = defineRoute({
    method: "get",
    path: "/wallet/balance-proof",
    tag,
    summary: "Proof of your balance under the last published checkpoint",
    description:
      "Keep it: with this file and your wallet's key `npm run exit` takes your money out of the vault, without the " +
      "house, once it has published no checkpoint for seven days.",
    access: "user",
    requestsPerMinute: TREES_PER_MINUTE,
    query: proofQuery,
    answer: { status: 200, schema: balanceProof },
    problems: ["NOT_FOUND"],
    handle: ({ tenant, user, query }) =>
      checkpoints.balanceProof(tenant.id, walletOf(user), {
        currency: query.currency,
        epoch: null,
        vault: query.vault?.toLowerCase(),
      }),
  });

  return [list, leaves, proof];
}

/** As the tree names the account. */
function walletOf({ walletAddress }: { readonly walletAddress: string }): EvmAddress {
  return `0x${walletAddress.slice("0x".length).toLowerCase()}`;
}
