import { betRequest } from "#domain/api/casino.ts";
import { activityMessage, balanceMessage, betAck, noticeMessage, socketEvents } from "#domain/api/socket.ts";
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
only as long as the token it was opened with. Every message carries a \`seq\` that grows by one per event and connection,
starting at 1: if one is missing, send \`sync\`, and snapshots follow.`;

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
        event: socketEvents.sync,
        description: "Ask for snapshots, after a gap in `seq`; carries nothing.",
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
        description: "A deposit or withdrawal of yours has taken a step.",
        schema: schemas.of(activityMessage),
      },
      {
        event: socketEvents.notice,
        description: "What the operator has stopped; sent first, and whenever it changes. Public.",
        schema: schemas.of(noticeMessage),
      },
    ],
  };
}
