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
  /** For what moves money, and for garbage. */
  readonly budget: MessageBudget;
  /** For what has to be looked up: no socket, and no owner of many, may ask for much of that. */
  readonly asks: MessageBudget;
  /** Channels that were asked for. */
  readonly joined: Set<JoinRequest["channel"]>;
  /** Sends a message with the event's next number. */
  send(event: NumberedEvent, message: object): void;
  /** Says why, as far as the other side still reads, and closes the connection. */
  close(reason: ClosingMessage): void;
  /** It is gone, and its place is free; once is enough, and again does no harm. */
  leave(): void;
}

export interface ConnectionOptions {
  readonly socket: Socket;
  readonly tenant: Tenant;
  readonly session: LiveSession | null;
  readonly budget: MessageBudget;
  readonly asks: MessageBudget;
  readonly leave: () => void;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { socket } = options;
  const lastSeq = { balance: 0, activity: 0, mine: 0, notice: 0 };
  return {
    ...options,
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
