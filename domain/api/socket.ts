import { z } from "zod";
import { betResponse, betView } from "./casino.ts";
import { problem } from "./problem.ts";
import { balanceView, depositView, withdrawalView } from "./wallet.ts";

/**
 * Socket protocol (socket.io, websocket transport).
 *
 * Client → server: `bet` (a `BetRequest`) with an acknowledgement, `join` and `leave` of a channel, `sync`.
 * Server → client: numbered messages, in two kinds of channels.
 *   - Own channels (`balance`, `activity`, `mine`, and the public `notice`) are numbered per connection from 1, and
 *     begin with a snapshot on every connection; a client that sees a gap asks for new ones with `sync`.
 *   - House channels say the same to everyone of a house, with the same numbers in every process. A socket that joins
 *     one names the place it has heard until, and gets what it missed, or else a snapshot.
 */
export const betAck = z
  .discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), result: betResponse }),
    z.object({ ok: z.literal(false), problem }),
  ])
  .meta({ id: "BetAck" });
export type BetAck = z.infer<typeof betAck>;

/** Channels of a house, each the name of its messages' event. */
export const houseChannelNames = ["feed", "high", "crash", "crashBets"] as const;
export type HouseChannelName = (typeof houseChannelNames)[number];

/** Where in a house channel a message stands. */
export const channelPlace = z.object({
  epoch: z
    .int()
    .nonnegative()
    .describe("another epoch is another log: numbers of different ones say nothing"),
  seq: z.int().nonnegative().describe("grows by one per message"),
});

export const joinRequest = z
  .object({
    channel: z.enum([...houseChannelNames, "mine"]),
    from: channelPlace
      .optional()
      .describe("the last message of this channel that you have; house channels only"),
  })
  .meta({ id: "JoinRequest" });
export type JoinRequest = z.infer<typeof joinRequest>;

export const leaveRequest = joinRequest.pick({ channel: true }).meta({ id: "LeaveRequest" });

export const joinAck = z
  .discriminatedUnion("ok", [
    z.object({
      ok: z.literal(true),
      resumed: z.boolean().describe("true: what you missed has been sent; false: a snapshot has"),
    }),
    z.object({ ok: z.literal(false), problem }),
  ])
  .meta({ id: "JoinAck" });
export type JoinAck = z.infer<typeof joinAck>;

export const syncAck = z
  .discriminatedUnion("ok", [
    z.object({ ok: z.literal(true) }).describe("the snapshots have been sent"),
    z.object({ ok: z.literal(false), problem }),
  ])
  .meta({ id: "SyncAck" });
export type SyncAck = z.infer<typeof syncAck>;

export const balanceMessage = z
  .object({ seq: z.number().int(), snapshot: z.boolean(), balances: z.array(balanceView) })
  .meta({ id: "BalanceMessage" });
export type BalanceMessage = z.infer<typeof balanceMessage>;

export const activityMessage = z
  .discriminatedUnion("kind", [
    z.object({
      seq: z.number().int(),
      kind: z.literal("recent"),
      deposits: z.array(depositView),
      withdrawals: z.array(withdrawalView),
    }),
    z.object({ seq: z.number().int(), kind: z.literal("deposit"), deposit: depositView }),
    z.object({ seq: z.number().int(), kind: z.literal("withdrawal"), withdrawal: withdrawalView }),
  ])
  .meta({ id: "ActivityMessage" });
export type ActivityMessage = z.infer<typeof activityMessage>;

export const noticeMessage = z
  .object({
    seq: z.number().int(),
    stopped: z.array(z.object({ name: z.enum(["bets", "withdrawals", "payouts"]), reason: z.string() })),
  })
  .meta({ id: "NoticeMessage" });
export type NoticeMessage = z.infer<typeof noticeMessage>;

/** A bet as anybody may see it; `/casino/bets/{id}` tells the rest. */
export const feedBet = betView
  .pick({
    betId: true,
    game: true,
    currency: true,
    stake: true,
    payout: true,
    multiplier: true,
    createdAt: true,
  })
  .extend({
    player: z.string().describe("a name that is the same for all bets of a player, and says nothing else"),
  })
  .meta({ id: "FeedBet" });
export type FeedBet = z.infer<typeof feedBet>;

export const feedMessage = channelPlace
  .extend({
    snapshot: z.boolean(),
    bets: z.array(feedBet).describe("oldest first"),
    skipped: z.int().nonnegative().describe("bets that were made meanwhile and are not shown"),
  })
  .meta({ id: "FeedMessage" });
export type FeedMessage = z.infer<typeof feedMessage>;

export const mineMessage = z
  .object({
    seq: z.number().int(),
    snapshot: z.boolean(),
    bets: z.array(feedBet.omit({ player: true })).describe("oldest first"),
  })
  .meta({ id: "MineMessage" });
export type MineMessage = z.infer<typeof mineMessage>;

/** The house closes this connection, and why. */
export const closingMessage = z
  .object({ code: z.enum(["TOO_MANY_CONNECTIONS", "SLOW_CONSUMER"]), message: z.string() })
  .meta({ id: "ClosingMessage" });
export type ClosingMessage = z.infer<typeof closingMessage>;

/** Event names, once; house channels have their own names. */
export const socketEvents = {
  bet: "bet",
  join: "join",
  leave: "leave",
  sync: "sync",
  balance: "balance",
  activity: "activity",
  mine: "mine",
  notice: "notice",
  closing: "closing",
} as const;
