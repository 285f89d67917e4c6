import type { z } from "zod";
import { betRequest } from "#domain/api/casino.ts";
import {
  crashBetAck,
  crashBetRequest,
  crashCashOutAck,
  crashCashOutRequest,
  crashEvents,
  crashMessage,
  crashMineAck,
} from "#domain/api/crash.ts";
import { crashBetsMessage } from "#domain/api/crashBets.ts";
import {
  activityMessage,
  balanceMessage,
  betAck,
  closingMessage,
  feedMessage,
  joinAck,
  joinRequest,
  leaveRequest,
  mineMessage,
  noticeMessage,
  socketEvents,
  syncAck,
} from "#domain/api/socket.ts";

/** A message of the socket, and what it is answered with. */
export interface SocketMessage {
  readonly event: string;
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly acknowledgement?: z.ZodType;
}

/** What a client may send, in the order in which it is documented. */
export const CLIENT_MESSAGES: readonly SocketMessage[] = [
  {
    event: socketEvents.bet,
    description:
      "Place a bet; acknowledged when it is committed. Send the same bet id again if no answer comes: it is never placed twice.",
    schema: betRequest,
    acknowledgement: betAck,
  },
  {
    event: crashEvents.bet,
    description:
      "Bet on the round that takes bets; acknowledged when it is committed. Send the same bet id again if no answer comes.",
    schema: crashBetRequest,
    acknowledgement: crashBetAck,
  },
  {
    event: crashEvents.cashOut,
    description:
      "Cash out at the multiplier of the moment at which this is received; acknowledged when it is committed. Asked again, it answers the same.",
    schema: crashCashOutRequest,
    acknowledgement: crashCashOutAck,
  },
  {
    event: crashEvents.mine,
    description: "Ask for your newest bets on crash; carries nothing.",
    acknowledgement: crashMineAck,
  },
  {
    event: socketEvents.join,
    description: "Hear a channel from now on; from where you left it, if you say so.",
    schema: joinRequest,
    acknowledgement: joinAck,
  },
  {
    event: socketEvents.leave,
    description: "Hear a channel no more.",
    schema: leaveRequest,
  },
  {
    event: socketEvents.sync,
    description:
      "Ask for snapshots, after a gap in `seq`; carries nothing. Refused when asked too often: ask again after the problem's `retryAfterMs`.",
    acknowledgement: syncAck,
  },
];

/** What the house sends. */
export const SERVER_MESSAGES: readonly SocketMessage[] = [
  {
    event: socketEvents.balance,
    description:
      "Your balances: all of them first and after `sync` (`snapshot` true), then those that changed. A bet's own socket has its balance from the acknowledgement.",
    schema: balanceMessage,
  },
  {
    event: socketEvents.activity,
    description: "Your last deposits and withdrawals first, then each as it takes a step.",
    schema: activityMessage,
  },
  {
    event: socketEvents.notice,
    description: "What the operator has stopped; sent first, and whenever it changes. Public.",
    schema: noticeMessage,
  },
  {
    event: "feed",
    description:
      "What is being played, after `join`: at most ten messages a second, the newest bets in each. Public.",
    schema: feedMessage,
  },
  {
    event: "high",
    description: "As `feed`, for bets that paid much. Public.",
    schema: feedMessage,
  },
  {
    event: "crash",
    description:
      "After `join`: the tables as they stand, then each round as it comes to another phase, and ten times a second where the curve of a running one is. The multiplier is 2^(t / 10 s). Public.",
    schema: crashMessage,
  },
  {
    event: "crashBets",
    description:
      "After `join`: everybody's bets of each table's newest round, the hundred largest with the totals of all; then what changes, at most one message in 150 ms. Public.",
    schema: crashBetsMessage,
  },
  {
    event: socketEvents.mine,
    description: "Your own bets, from wherever they were placed, after `join`.",
    schema: mineMessage,
  },
  {
    event: socketEvents.closing,
    description: "Why the house closes this connection.",
    schema: closingMessage,
  },
];
