import { z } from "zod";
import {
  address,
  currencyCode,
  hash32,
  minorAmount,
  pageOf,
  pageQuery,
  timestamp,
  uuid,
} from "./primitives.ts";
import { withdrawalStatus } from "./wallet.ts";

export const batchStatus = z.enum(["built", "signed", "sent", "executed", "final", "expired"]);

export const payoutBatchView = z
  .object({
    id: hash32,
    vault: address,
    currency: currencyCode,
    status: batchStatus,
    total: minorAmount,
    entryCount: z.number().int(),
    checkpointEpoch: z
      .string()
      .nullable()
      .describe("the checkpoint that first carried its amounts; null until one does"),
    signerEpoch: z.string(),
    deadline: timestamp.describe("until then the vault executes it"),
    failure: z.string().nullable().describe("why it did not get on when it was tried last"),
    txHash: hash32.nullable().describe("the transaction that paid it, or the newest that may"),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: "PayoutBatch" });
export type PayoutBatchView = z.infer<typeof payoutBatchView>;
export const payoutBatchPage = pageOf(payoutBatchView).meta({ id: "PayoutBatchPage" });

export const payoutBatchQuery = pageQuery.extend({ status: batchStatus.optional() });
export type PayoutBatchQuery = z.infer<typeof payoutBatchQuery>;

const payoutEntryView = z
  .object({ withdrawalId: uuid, to: address, amount: minorAmount, status: withdrawalStatus })
  .meta({ id: "PayoutEntry" });

const attemptView = z.object({
  hash: hash32,
  maxFeePerGasWei: z.string(),
  maxPriorityFeePerGasWei: z.string(),
  createdAt: timestamp,
  broadcastAt: timestamp.nullable().describe("when a node took it; null if none is known to have"),
});
const payoutTransactionView = z
  .object({
    sender: address,
    nonce: z.string(),
    status: z
      .enum(["pending", "mined", "final", "cancelled"])
      .describe("cancelled: its nonce was used for something else"),
    attempts: z
      .array(attemptView)
      .describe("every version that was signed, oldest first; one of them is mined"),
  })
  .meta({ id: "PayoutTransaction" });

const payoutAlertView = z
  .object({
    kind: z.enum(["refused", "cannot_run", "stuck", "many_transactions", "deadline_near", "expired"]),
    detail: z.string(),
  })
  .meta({ id: "PayoutAlert" });

export const payoutBatchDetail = payoutBatchView
  .extend({
    entries: z.array(payoutEntryView).describe("empty once an expired batch was dissolved"),
    transactions: z.array(payoutTransactionView),
    alerts: z.array(payoutAlertView),
  })
  .meta({ id: "PayoutBatchDetail" });
export type PayoutBatchDetail = z.infer<typeof payoutBatchDetail>;

export const batchParams = z.object({ batchId: hash32 });

/** What an order to the worker is answered with; what becomes of it shows in `/payouts`. */
export const batchOrderAnswer = z
  .object({ order: z.literal("queued"), batch: payoutBatchView })
  .meta({ id: "BatchOrder" });

export const buildOrderAnswer = z
  .object({
    order: z.literal("queued"),
    waiting: z.array(z.object({ currency: currencyCode, withdrawals: z.number().int(), total: minorAmount })),
  })
  .meta({ id: "BuildOrder" });
export type BuildOrderAnswer = z.infer<typeof buildOrderAnswer>;
