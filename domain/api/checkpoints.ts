import { z } from "zod";
import {
  address,
  bigintText,
  currencyCode,
  hash32,
  minorAmount,
  pageOf,
  pageQuery,
  timestamp,
} from "./primitives.ts";

/** A number of the chain, such as an epoch, as a decimal string. */
const uint64 = z.string().regex(/^(0|[1-9][0-9]{0,19})$/, "a whole number, as a decimal string");
/** The sum of a part of a tree: more than any ledger holds, because anybody may build one. */
const quantaSum = z
  .string()
  .max(39)
  .regex(/^(0|[1-9][0-9]*)$/, "a whole number of quanta, as a decimal string");
const lowerAddress = z.string().regex(/^0x[0-9a-f]{40}$/, "an address is 0x and 40 lower-case hex digits");

export const checkpointView = z
  .object({
    chainId: z.number().int(),
    vault: address,
    currency: currencyCode,
    token: address,
    epoch: uint64,
    root: hash32,
    total: minorAmount.describe("what the house owes in all"),
    entered: minorAmount.describe("everything that ever came into the vault, up to the cut"),
    executed: minorAmount.describe("everything that batches ever paid, up to the cut"),
    cutBlock: uint64.nullable().describe("the last final block when the tree was built"),
    leafCount: z.number().int().nullable(),
    status: z.enum(["published", "final"]),
    txHash: hash32,
    publishedAt: timestamp,
    hasLeaves: z.boolean().describe("whether the leaves can be asked for; those of old epochs are not kept"),
  })
  .meta({ id: "Checkpoint" });
export type CheckpointView = z.infer<typeof checkpointView>;
export const checkpointPage = pageOf(checkpointView).meta({ id: "CheckpointPage" });

export const checkpointQuery = pageQuery.extend({ currency: currencyCode.optional() });
export type CheckpointQuery = z.infer<typeof checkpointQuery>;
export const leavesParams = z.object({ currency: currencyCode, epoch: bigintText });
/** Which vault is meant; the house's newest when left out. */
export const leavesQuery = z.object({ vault: address.optional() });
export const proofQuery = leavesQuery.extend({ currency: currencyCode });

/** One step from a leaf to the root: the sibling's hash and sum, and on which side it stands. */
export const sumProofStep = z
  .object({ hash: hash32, sum: quantaSum, isLeft: z.boolean() })
  .meta({ id: "SumProofStep" });

/** Where a tree belongs and what its root says: the beginning of a proof file and of a leaves file. */
export const treePlace = z.object({
  chainId: z.number().int().positive(),
  vault: lowerAddress,
  currency: currencyCode,
  token: lowerAddress,
  epoch: uint64,
  root: hash32,
  total: quantaSum,
});
export type TreePlace = z.infer<typeof treePlace>;

/** The most leaves of one account: its free balance, and one per batch that has a part of it. */
const MAX_LEAVES_PER_ACCOUNT = 10_000;
const MAX_PROOF_STEPS = 32;

/**
 * A proof file, version 1: everything that an account needs to leave through the vault's exit. Amounts are quanta;
 * `batchId` is zero for the free balance.
 */
export const balanceProof = treePlace
  .extend({
    format: z.literal("fairhouse-balance-proof"),
    version: z.literal(1),
    account: lowerAddress,
    leaves: z
      .array(
        z.object({
          quanta: quantaSum,
          batchId: hash32,
          proof: z.array(sumProofStep).max(MAX_PROOF_STEPS),
        }),
      )
      .max(MAX_LEAVES_PER_ACCOUNT),
  })
  .meta({ id: "BalanceProof" });
export type BalanceProof = z.infer<typeof balanceProof>;
