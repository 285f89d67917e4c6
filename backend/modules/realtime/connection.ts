import type { Socket } from "socket.io";
import type { Tenant } from "#backend/http/route.ts";
import type { LiveSession } from "#backend/modules/auth/liveSessions.ts";
import { type ClosingMessage, type JoinRequest, socketEvents } from "#domain/api/socket.ts";
import type { MessageBudget } from "./messageBudget.ts";

type NumberedEvent = "balance" | "activity" | "mine" | "notice";

/** One open socket and who is behind it. */
export interface Connection {
  readonly socket: Socket;
  readonly tenant: Tenant;
  /** Null: nobody has signed in; public messages only. Renewed when the session is prolonged. */
  session: LiveSession | null;
  readonly budget: MessageBudget;
  /** Channels that were asked for. */
  readonly joined: Set<JoinRequest["channel"]>;
  /** Sends a message with the event's next number. */
  send(event: NumberedEvent, message: object): void;
  /** Says why, as far as the other side still reads, and closes the connection. */
  close(reason: ClosingMessage): void;
}

export interface ConnectionOptions {
  readonly socket: Socket;
  readonly tenant: Tenant;
  readonly session: LiveSession | null;
  readonly budget: MessageBudget;
}

export function createConnection({ socket, tenant, session, budget }: ConnectionOptions): Connection {
  const lastSeq = { balance: 0, activity: 0, mine: 0, notice: 0 };
  return {
    socket,
    tenant,
    session,
    budget,
    joined: new Set(),
    send(event, message) {
      lastSeq[event] += 1;
      socket.emit(socketEvents[event], { seq: lastSeq[event], ...message });
    },
    close(reason) {
      socket.emit(socketEvents.closing, reason);
      socket.disconnect(true);
    },
  };
}
