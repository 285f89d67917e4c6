import { z } from "zod";
import { betResponse } from "./casino.ts";
import { problem } from "./problem.ts";
import { balanceView, depositView, withdrawalView } from "./wallet.ts";

/**
 * Socket protocol (socket.io, websocket transport).
 *
 * Client → server: `bet` (a `BetRequest`) with an acknowledgement callback.
 * Server → client: numbered messages. The first message on a connection is a snapshot; `seq` grows by one per
 * message and channel, so a client that sees a gap asks for a new snapshot with `sync`.
 */
export const betAck = z
  .discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), result: betResponse }),
    z.object({ ok: z.literal(false), problem }),
  ])
  .meta({ id: "BetAck" });
export type BetAck = z.infer<typeof betAck>;

export const balanceMessage = z
  .object({ seq: z.number().int(), snapshot: z.boolean(), balances: z.array(balanceView) })
  .meta({ id: "BalanceMessage" });
export type BalanceMessage = z.infer<typeof balanceMessage>;

export const activityMessage = z
  .discriminatedUnion("kind", [
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

/** Event names, once. */
export const socketEvents = {
  bet: "bet",
  sync: "sync",
  balance: "balance",
  activity: "activity",
  notice: "notice",
} as const;
