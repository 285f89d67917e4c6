import { z } from "zod";
import { WHOLE_BPS } from "#domain/agents/rates.ts";
import {
  currencyCode,
  givenTime,
  minorAmount,
  pageOf,
  plainText,
  positiveMinorAmount,
  timestamp,
  uuid,
} from "./primitives.ts";

/** Lines carry their bets, some hundred at worst. */
const MAX_STATEMENT_LINES = 100;
const DEFAULT_STATEMENT_LINES = 20;
const MAX_REASON_LENGTH = 500;

export const rateBps = z.number().int().min(0).max(WHOLE_BPS);
export const signedAmount = z
  .string()
  .max(20)
  .regex(/^(0|-?[1-9][0-9]*)$/, "a whole number of minor units, which may be negative")
  .meta({ id: "SignedAmount", description: "Minor units; negative when it was taken back" });

export const claimView = z
  .object({
    currency: currencyCode,
    revenueShare: signedAmount,
    turnover: signedAmount,
    paidOut: minorAmount,
    claim: signedAmount.describe("what can be paid out now; below zero it is taken from what is earned next"),
  })
  .meta({ id: "CommissionClaim" });
export type ClaimView = z.infer<typeof claimView>;

export const payoutRequest = z
  .strictObject({
    currency: currencyCode,
    amount: positiveMinorAmount.optional().describe("everything that can be claimed when left out"),
  })
  .meta({ id: "CommissionPayoutRequest" });
export type PayoutRequest = z.infer<typeof payoutRequest>;
export const commissionPayoutView = z
  .object({ id: uuid, currency: currencyCode, amount: minorAmount, createdAt: timestamp })
  .meta({ id: "CommissionPayout" });
export type CommissionPayoutView = z.infer<typeof commissionPayoutView>;
export const commissionPayoutPage = pageOf(commissionPayoutView).meta({ id: "CommissionPayoutPage" });

export const voidRequest = z
  .strictObject({ reason: plainText(MAX_REASON_LENGTH) })
  .meta({ id: "BetVoidRequest" });
export const voidView = z
  .object({
    betId: uuid,
    userId: uuid,
    reason: z.string(),
    stakeReturned: minorAmount,
    payoutTakenBack: minorAmount,
    commissionsTakenBack: minorAmount,
    voidedAt: timestamp,
  })
  .meta({ id: "BetVoid" });
export type VoidView = z.infer<typeof voidView>;

/** What a statement is about. */
export const statementFilter = z.object({
  agentId: uuid.optional().describe("whose statement; your own when left out"),
  from: givenTime.optional().describe("lines made at this time or later"),
  to: givenTime.optional().describe("lines made before this time"),
  type: z
    .enum(["revenue_share", "turnover", "clawback"])
    .optional()
    .describe("only lines with such a part; the totals count this part alone"),
  playerId: uuid.optional().describe("only bets of this player; amounts are then those of these bets"),
  currency: currencyCode.optional(),
});
export type StatementFilter = z.infer<typeof statementFilter>;
export const statementQuery = statementFilter.extend({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_STATEMENT_LINES).default(DEFAULT_STATEMENT_LINES),
});
export type StatementQuery = z.infer<typeof statementQuery>;

/** A bet in a line: with what of it the agent's part is computed, and the part. */
export const statementBet = z
  .object({
    betId: uuid,
    playerId: uuid,
    game: z.string(),
    settledAt: timestamp,
    stake: minorAmount,
    edgeBps: z.number().int(),
    planId: z.string().describe("the version of the rates that was in force"),
    planVersion: z.number().int(),
    revenueShareBps: rateBps,
    turnoverBps: rateBps,
    revenueShare: signedAmount.describe(
      "floor(stake × edgeBps × revenueShareBps / 10^8), negative in a clawback",
    ),
    turnover: signedAmount.describe("floor(stake × turnoverBps / 10^4), negative in a clawback"),
  })
  .meta({ id: "StatementBet" });
export const statementLine = z
  .object({
    id: uuid,
    kind: z.enum(["accrual", "clawback"]),
    currency: currencyCode,
    revenueShare: signedAmount,
    turnover: signedAmount,
    amount: signedAmount,
    createdAt: timestamp,
    isPartial: z.boolean().describe("true when only some of the line's bets were asked for"),
    bets: z.array(statementBet),
  })
  .meta({ id: "StatementLine" });
export type StatementLineView = z.infer<typeof statementLine>;
export const statementTotals = z
  .object({
    currency: currencyCode,
    lines: z.number().int(),
    revenueShare: minorAmount,
    turnover: minorAmount,
    clawedBack: minorAmount,
    net: signedAmount,
  })
  .meta({ id: "StatementTotals" });
export type StatementTotalsView = z.infer<typeof statementTotals>;
export const statementHead = statementFilter.extend({ agentId: uuid, from: timestamp, to: timestamp });
export type StatementHead = z.infer<typeof statementHead>;
export const statementPage = z
  .object({
    statement: statementHead,
    lines: z.array(statementLine).describe("newest first"),
    totals: z
      .array(statementTotals)
      .nullable()
      .describe("of the whole statement, told with its first page; null on those that a cursor leads to"),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "StatementPage" });
export type StatementPageView = z.infer<typeof statementPage>;

/** Whose downline is summed up, and when. */
export const downlineSumsQuery = statementFilter.pick({
  agentId: true,
  from: true,
  to: true,
  currency: true,
});
export type DownlineSumsQuery = z.infer<typeof downlineSumsQuery>;
const downlineTotals = z
  .object({
    currency: currencyCode,
    bets: z.number().int().describe("settled in the period"),
    staked: minorAmount,
    paid: minorAmount,
    revenueShare: minorAmount.describe(
      "what the agents below have earned in the period, as are the next two",
    ),
    turnover: minorAmount,
    clawedBack: minorAmount,
    net: signedAmount,
  })
  .meta({ id: "DownlineTotals" });
export type DownlineTotalsView = z.infer<typeof downlineTotals>;
export const downlineSums = z
  .object({
    statement: statementHead.pick({ agentId: true, from: true, to: true, currency: true }),
    totals: z.array(downlineTotals).describe("of everybody who is below the agent now, at any distance"),
  })
  .meta({ id: "DownlineSums" });
export type DownlineSumsView = z.infer<typeof downlineSums>;

/** What the export writes and `npm run verify-statement` reads: everything in one. */
export const statementFile = z
  .strictObject({
    format: z.literal("fairhouse-statement"),
    version: z.literal(1),
    statement: statementHead,
    lines: z.array(statementLine),
    totals: z.array(statementTotals),
  })
  .meta({ id: "StatementFile" });
export type StatementFile = z.infer<typeof statementFile>;
