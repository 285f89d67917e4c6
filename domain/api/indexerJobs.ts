import { z } from "zod";
import { blockNumber, reconciliationView } from "./monitoring.ts";
import { address, pageOf, pageQuery, timestamp, uuid } from "./primitives.ts";

/** Blocks that one replay covers at most; what is longer is replayed part by part, or on the command line. */
export const MAX_REPLAY_BLOCKS = 1_000_000n;

export const replayRequest = z
  .object({ vault: address, fromBlock: blockNumber, toBlock: blockNumber })
  .refine((range) => blocksOf(range) > 0n, { path: ["toBlock"], message: "the range ends before it begins" })
  .refine((range) => blocksOf(range) <= MAX_REPLAY_BLOCKS, {
    path: ["toBlock"],
    message: `one replay covers at most ${MAX_REPLAY_BLOCKS} blocks`,
  })
  .meta({ id: "ReplayRequest", description: "from the first to the last block, both included" });
export type ReplayRequest = z.infer<typeof replayRequest>;

/** How long a range is; one for what is no range, whose fault is told of by its fields. */
function blocksOf({ fromBlock, toBlock }: { readonly fromBlock: string; readonly toBlock: string }): bigint {
  const isRange = blockNumber.safeParse(fromBlock).success && blockNumber.safeParse(toBlock).success;
  return isRange ? BigInt(toBlock) - BigInt(fromBlock) + 1n : 1n;
}

export const reconcileRequest = z.object({ vault: address }).meta({ id: "ReconcileRequest" });
export type ReconcileRequest = z.infer<typeof reconcileRequest>;

export const jobKind = z.enum(["replay", "reconcile"]);
export const jobState = z.enum(["queued", "running", "done", "failed"]);

const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe(
    "of everything in the books that follows from the chain alone, up to what is final; `npm run rebuild` tells it, too",
  );

const replayResult = z
  .object({
    events: z.number().int().describe("recorded events in the range"),
    postings: z.number().int().describe("transfers that were missing, and were made"),
    hashBefore: digest,
    hashAfter: digest,
    changed: z.array(z.string()).describe("tables whose rows changed; none when the books were right"),
  })
  .meta({ id: "ReplayResult" });
export type ReplayResult = z.infer<typeof replayResult>;

export const indexerJobView = z
  .object({
    id: uuid,
    kind: jobKind,
    vault: address,
    fromBlock: blockNumber.nullable().describe("null for a reconciliation"),
    toBlock: blockNumber.nullable(),
    state: jobState,
    doneBlock: blockNumber.nullable().describe("up to here the range is done"),
    result: replayResult.nullable().describe("of a replay that is done"),
    comparisons: z
      .array(reconciliationView.omit({ vault: true, tolerance: true, checkedAt: true }))
      .nullable()
      .describe("of a reconciliation that is done, one per currency"),
    failure: z.string().nullable().describe("why it did not go through"),
    requestedBy: address.nullable().describe("the wallet of whoever asked for it"),
    createdAt: timestamp,
    startedAt: timestamp.nullable(),
    finishedAt: timestamp.nullable(),
  })
  .meta({ id: "IndexerJob" });
export type IndexerJobView = z.infer<typeof indexerJobView>;
export const indexerJobPage = pageOf(indexerJobView).meta({ id: "IndexerJobPage" });

export const indexerJobQuery = pageQuery.extend({ kind: jobKind.optional(), state: jobState.optional() });
export type IndexerJobQuery = z.infer<typeof indexerJobQuery>;
export const indexerJobParams = z.object({ id: uuid });
