import { z } from "zod";
import { AGENT_LEVELS } from "#domain/agents/hierarchy.ts";
import { claimView, rateBps, signedAmount } from "./commissions.ts";
import { address, currencyCode, minorAmount, pageOf, pageQuery, timestamp, uuid } from "./primitives.ts";

/** Somebody who invites needs no more at a time, and a leaked code does not open the door for ever. */
const MAX_INVITATION_USES = 10_000;
const MAX_INVITATION_HOURS = 24 * 365;
const DEFAULT_INVITATION_HOURS = 24 * 7;

export const memberLevel = z.enum(AGENT_LEVELS).exclude(["admin"]).meta({ id: "MemberLevel" });

export const ratesView = z
  .object({
    revenueShareBps: rateBps.describe("share of stake × house edge, in hundredths of a percent"),
    turnoverBps: rateBps.describe("share of the stake, in hundredths of a percent"),
  })
  .meta({ id: "AgentRates" });

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
/** Fewer digits would be met by a good part of a large house. */
export const MIN_ADDRESS_DIGITS = 4;
/** What somebody's wallet address begins with. */
export const addressPrefix = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    new RegExp(`^0x[0-9a-f]{${MIN_ADDRESS_DIGITS},40}$`),
    `an address begins with 0x and at least ${MIN_ADDRESS_DIGITS} hex digits`,
  )
  .meta({ id: "AddressPrefix" });

export const downlineQuery = pageQuery.extend({
  cursor: z.string().max(400).optional(),
  below: uuid
    .optional()
    .describe("whose members; your own when left out, and for administrators the house's"),
  scope: z.enum(["direct", "all"]).default("direct").describe("the level right below, or everybody below"),
  members: z
    .enum(["all", "agents"])
    .optional()
    .describe("`agents`: nobody who is a user; everybody when left out"),
  address: addressPrefix
    .optional()
    .describe("only members whose wallet's address begins so, at any distance, whatever the scope"),
});
export type DownlineQuery = z.infer<typeof downlineQuery>;

const ceilingBps = rateBps.describe(
  "the most that any path through somebody may give away, of the smallest edge on offer, in hundredths of a percent",
);

/** An agent on a path; those above the viewer are one entry, with neither id nor level and what they are given together. */
const pathAgent = z
  .object({ id: uuid.nullable(), level: memberLevel.nullable(), rates: ratesView })
  .meta({ id: "AgentOnPath" });

export const placeView = downlineMember
  .extend({
    pathSumBps: z
      .number()
      .int()
      .describe(
        "the most that any path through this member gives away, of the smallest edge on offer; 10000 is all",
      ),
    smallestEdgeBps: z.number().int().describe("turnover rebates are counted against this edge"),
    ceilingBps: ceilingBps.nullable().describe("the member's own ceiling; null when none was set"),
    effectiveCeilingBps: ceilingBps.describe(
      "what binds the member: the lowest ceiling of the member and those above, or the house's when none of them has one",
    ),
    tightestPath: z
      .object({
        agents: z.array(pathAgent).describe("from the top down; with the member itself when it is an agent"),
        ceilingBps: ceilingBps.describe("the lowest ceiling on the path, of those below the member too"),
      })
      .meta({ id: "AgentTightestPath" })
      .describe(
        "of all paths through the member, the one with the least left below its ceiling: rates that fit it fit all",
      ),
    claims: z.array(claimView),
  })
  .meta({ id: "AgentPlace" });
export type PlaceView = z.infer<typeof placeView>;

export const memberParams = z.object({ id: z.union([z.literal("me"), uuid]) });
export const memberIdParams = z.object({ id: uuid });
export const ratesRequest = ratesView.strict().meta({ id: "AgentRatesRequest" });
export const ceilingRequest = z
  .strictObject({ ceilingBps: ceilingBps.nullable().describe("null: no ceiling of its own any more") })
  .meta({ id: "AgentCeilingRequest" });
export const houseCeiling = z
  .strictObject({
    ceilingBps: ceilingBps.describe("binds every path on which no agent has a ceiling"),
  })
  .meta({ id: "HouseCeiling" });
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
    kind: z.enum(["joined", "moved", "rates", "ceiling"]),
    userId: uuid.nullable().describe("null: the house's own ceiling"),
    actorId: uuid,
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()),
    createdAt: timestamp,
  })
  .meta({ id: "AgentChange" });
export type AgentChangeView = z.infer<typeof agentChange>;
export const agentChangePage = pageOf(agentChange).meta({ id: "AgentChangePage" });
