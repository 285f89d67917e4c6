import type { JsonSchema, JsonSchemas } from "./jsonSchemas.ts";
import { CLIENT_MESSAGES, SERVER_MESSAGES, type SocketMessage } from "./socketMessages.ts";

interface DescribedMessage extends Pick<SocketMessage, "event" | "description"> {
  readonly schema?: JsonSchema;
  readonly acknowledgement?: JsonSchema;
}

/** What OpenAPI has no words for: the socket's messages, with their schemas. */
export interface SocketDescription {
  readonly protocol: string;
  readonly description: string;
  readonly clientToServer: readonly DescribedMessage[];
  readonly serverToClient: readonly DescribedMessage[];
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
  const describe = ({ schema, acknowledgement, ...message }: SocketMessage): DescribedMessage => ({
    ...message,
    ...(schema && { schema: schemas.of(schema) }),
    ...(acknowledgement && { acknowledgement: schemas.of(acknowledgement) }),
  });
  return {
    protocol: "socket.io v4, websocket transport only",
    description: DESCRIPTION,
    clientToServer: CLIENT_MESSAGES.map(describe),
    serverToClient: SERVER_MESSAGES.map(describe),
  };
}
