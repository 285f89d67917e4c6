import { z } from "zod";
import { AGENT_LEVELS } from "#domain/agents/hierarchy.ts";
import { WHOLE_BPS } from "#domain/agents/rates.ts";
import {
  address,
  currencyCode,
  minorAmount,
  pageOf,
  pageQuery,
  positiveMinorAmount,
  timestamp,
  uuid,
} from "./primitives.ts";

/** Somebody who invites needs no more at a time, and a leaked code does not open the door for ever. */
const MAX_INVITATION_USES = 10_000;
const MAX_INVITATION_HOURS = 24 * 365;
const DEFAULT_INVITATION_HOURS = 24 * 7;
/** Lines carry their bets, some hundred at worst. */
export const MAX_STATEMENT_LINES = 100;
const DEFAULT_STATEMENT_LINES = 20;
const MAX_REASON_LENGTH = 500;

const rateBps = z.number().int().min(0).max(WHOLE_BPS);
const signedAmount = z
  .string()
  .max(20)
  .regex(/^(0|-?[1-9][0-9]*)$/, "a whole number of minor units, which may be negative")
  .meta({ id: "SignedAmount", description: "Minor units; negative when it was taken back" });

export const memberLevel = z.enum(AGENT_LEVELS).exclude(["admin"]).meta({ id: "MemberLevel" });

export const ratesView = z
  .object({
    revenueShareBps: rateBps.describe("share of stake × house edge, in hundredths of a percent"),
    turnoverBps: rateBps.describe("share of the stake, in hundredths of a percent"),
  })
  .meta({ id: "AgentRates" });
export type RatesView = z.infer<typeof ratesView>;

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

export const memberView = z
  .object({
    id: uuid,
    walletAddress: address,
    level: memberLevel,
    parentId: uuid.nullable().describe("the member directly above; null: the house"),
    joinedAt: timestamp.nullable(),
    rates: ratesView.nullable().describe("null for users, who earn nothing"),
  })
  .meta({ id: "AgentMember" });
export type MemberView = z.infer<typeof memberView>;

/** A member's own play, and what it has earned as an agent, in one currency. */
export const memberFigures = z
  .object({
    currency: currencyCode,
    bets: z.number().int(),
    staked: minorAmount,
    paid: minorAmount,
    earned: signedAmount,
  })
  .meta({ id: "AgentMemberFigures" });

export const downlineMember = memberView
  .extend({
    directMembers: z.number().int().describe("how many are directly below"),
    figures: z.array(memberFigures),
  })
  .meta({ id: "DownlineMember" });
export type DownlineMember = z.infer<typeof downlineMember>;
export const downlinePage = pageOf(downlineMember).meta({ id: "DownlinePage" });
export const downlineQuery = pageQuery.extend({
  cursor: z.string().max(400).optional(),
  below: uuid
    .optional()
    .describe("whose members; your own when left out, and for administrators the house's"),
  scope: z.enum(["direct", "all"]).default("direct").describe("the level right below, or everybody below"),
});
export type DownlineQuery = z.infer<typeof downlineQuery>;

export const placeView = memberView
  .extend({
    pathSumBps: z
      .number()
      .int()
      .describe(
        "the most that any path through this member gives away, of the smallest edge on offer; 10000 is all",
      ),
    smallestEdgeBps: z.number().int().describe("turnover rebates are counted against this edge"),
    claims: z.array(claimView),
  })
  .meta({ id: "AgentPlace" });
export type PlaceView = z.infer<typeof placeView>;

export const memberParams = z.object({ id: z.union([z.literal("me"), uuid]) });
export const memberIdParams = z.object({ id: uuid });
export const ratesRequest = ratesView.strict().meta({ id: "AgentRatesRequest" });
export const moveRequest = z
  .strictObject({
    parentId: uuid.nullable().describe("the member to be directly below; null: the house"),
    level: memberLevel.optional().describe("a new level; as it was when left out"),
  })
  .meta({ id: "AgentMoveRequest" });
export type MoveRequest = z.infer<typeof moveRequest>;

export const invitationRequest = z
  .strictObject({
    level: memberLevel.describe("what the invited become; below your own level"),
    maxUses: z.number().int().min(1).max(MAX_INVITATION_USES).default(1),
    validHours: z.number().int().min(1).max(MAX_INVITATION_HOURS).default(DEFAULT_INVITATION_HOURS),
  })
  .meta({ id: "AgentInvitationRequest" });
export type InvitationRequest = z.infer<typeof invitationRequest>;
const invitationCode = z.string().regex(/^[A-Z2-7]{16}$/, "a code is 16 capital letters and digits 2 to 7");
export const invitationView = z
  .object({
    id: uuid,
    code: invitationCode,
    inviterId: uuid.nullable().describe("under whom the code places; null: the house"),
    level: memberLevel,
    maxUses: z.number().int(),
    uses: z.number().int(),
    expiresAt: timestamp,
    revokedAt: timestamp.nullable(),
    createdAt: timestamp,
  })
  .meta({ id: "AgentInvitation" });
export type InvitationView = z.infer<typeof invitationView>;
export const invitationPage = pageOf(invitationView).meta({ id: "AgentInvitationPage" });
export const joinRequest = z
  .strictObject({ code: z.string().trim().toUpperCase().pipe(invitationCode) })
  .meta({ id: "AgentJoinRequest" });

export const agentChange = z
  .object({
    id: z.string(),
    kind: z.enum(["joined", "moved", "rates"]),
    userId: uuid,
    actorId: uuid,
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()),
    createdAt: timestamp,
  })
  .meta({ id: "AgentChange" });
export type AgentChangeView = z.infer<typeof agentChange>;
export const agentChangePage = pageOf(agentChange).meta({ id: "AgentChangePage" });

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
  .strictObject({ reason: z.string().trim().min(1).max(MAX_REASON_LENGTH) })
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
  from: timestamp.optional().describe("lines made at this time or later"),
  to: timestamp.optional().describe("lines made before this time"),
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
    lines: z.array(statementLine).describe("oldest first"),
    totals: z.array(statementTotals).describe("of the whole statement, not of this page"),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "StatementPage" });
export type StatementPageView = z.infer<typeof statementPage>;

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
