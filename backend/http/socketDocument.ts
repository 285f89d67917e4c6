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
import type { JsonSchema, JsonSchemas } from "./jsonSchemas.ts";

interface SocketMessage {
  readonly event: string;
  readonly description: string;
  readonly schema?: JsonSchema;
  readonly acknowledgement?: JsonSchema;
}

/** What OpenAPI has no words for: the socket's messages, with their schemas. */
export interface SocketDescription {
  readonly protocol: string;
  readonly description: string;
  readonly clientToServer: readonly SocketMessage[];
  readonly serverToClient: readonly SocketMessage[];
}

const DESCRIPTION = `Connect with a socket.io client (version 4) to \`socket.url\` and \`socket.path\` of \`/v1/config\`, with
\`transports: ["websocket"]\` and \`auth: { token: "<access token>" }\`. Without a token only public messages arrive; with a bad
one the connection is refused, and the \`connect_error\`'s \`data\` is a Problem. A socket lives as long as its session, not
only as long as the token it was opened with.

\`balance\`, \`activity\`, \`notice\` and \`mine\` are of the connection: each begins with a snapshot, and every message carries a
\`seq\` that grows by one per event, starting at 1: if one is missing, send \`sync\`, and snapshots follow.

Channels of the house (\`feed\`, \`high\`, \`crash\`, \`crashBets\`) are heard after \`join\`. Their messages carry \`epoch\` and \`seq\`, the same in
every process of the house. Join with the last place you have, and you get what you missed, as far as it is held, or else a message
with \`snapshot\` true; join again when a number is missing, or the epoch is another and the message is no snapshot.`;

export function describeSockets(schemas: JsonSchemas): SocketDescription {
  return {
    protocol: "socket.io v4, websocket transport only",
    description: DESCRIPTION,
    clientToServer: [
      {
        event: socketEvents.bet,
        description:
          "Place a bet; acknowledged when it is committed. Send the same bet id again if no answer comes: it is never placed twice.",
        schema: schemas.of(betRequest),
        acknowledgement: schemas.of(betAck),
      },
      {
        event: crashEvents.bet,
        description:
          "Bet on the round that takes bets; acknowledged when it is committed. Send the same bet id again if no answer comes.",
        schema: schemas.of(crashBetRequest),
        acknowledgement: schemas.of(crashBetAck),
      },
      {
        event: crashEvents.cashOut,
        description:
          "Cash out at the multiplier of the moment at which this is received; acknowledged when it is committed. Asked again, it answers the same.",
        schema: schemas.of(crashCashOutRequest),
        acknowledgement: schemas.of(crashCashOutAck),
      },
      {
        event: crashEvents.mine,
        description: "Ask for your newest bets on crash; carries nothing.",
        acknowledgement: schemas.of(crashMineAck),
      },
      {
        event: socketEvents.join,
        description: "Hear a channel from now on; from where you left it, if you say so.",
        schema: schemas.of(joinRequest),
        acknowledgement: schemas.of(joinAck),
      },
      {
        event: socketEvents.leave,
        description: "Hear a channel no more.",
        schema: schemas.of(leaveRequest),
      },
      {
        event: socketEvents.sync,
        description:
          "Ask for snapshots, after a gap in `seq`; carries nothing. Refused when asked too often: ask again after the problem's `retryAfterMs`.",
        acknowledgement: schemas.of(syncAck),
      },
    ],
    serverToClient: [
      {
        event: socketEvents.balance,
        description:
          "Your balances: all of them first and after `sync` (`snapshot` true), then those that changed. A bet's own socket has its balance from the acknowledgement.",
        schema: schemas.of(balanceMessage),
      },
      {
        event: socketEvents.activity,
        description: "Your last deposits and withdrawals first, then each as it takes a step.",
        schema: schemas.of(activityMessage),
      },
      {
        event: socketEvents.notice,
        description: "What the operator has stopped; sent first, and whenever it changes. Public.",
        schema: schemas.of(noticeMessage),
      },
      {
        event: "feed",
        description:
          "What is being played, after `join`: at most ten messages a second, the newest bets in each. Public.",
        schema: schemas.of(feedMessage),
      },
      {
        event: "high",
        description: "As `feed`, for bets that paid much. Public.",
        schema: schemas.of(feedMessage),
      },
      {
        event: "crash",
        description:
          "After `join`: the tables as they stand, then each round as it comes to another phase, and ten times a second where the curve of a running one is. The multiplier is 2^(t / 10 s). Public.",
        schema: schemas.of(crashMessage),
      },
      {
        event: "crashBets",
        description:
          "After `join`: everybody's bets of each table's newest round, the hundred largest with the totals of all; then what changes, at most one message in 150 ms. Public.",
        schema: schemas.of(crashBetsMessage),
      },
      {
        event: socketEvents.mine,
        description: "Your own bets, from wherever they were placed, after `join`.",
        schema: schemas.of(mineMessage),
      },
      {
        event: socketEvents.closing,
        description: "Why the house closes this connection.",
        schema: schemas.of(closingMessage),
      },
    ],
  };
}
