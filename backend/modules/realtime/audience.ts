import type { FeedBet } from "#domain/api/socket.ts";
import type { Connection } from "./connection.ts";

/** What a player's own list of bets shows. */
export type OwnBet = Omit<FeedBet, "player">;

/** One user's open sockets in this process, and what they have still to be told. */
export interface Listener {
  readonly tenantId: number;
  readonly userId: string;
  readonly connections: Set<Connection>;
  /** Bets that have not been answered yet. */
  betsInFlight: number;
  /** Bets that were settled since the last message on `mine`. */
  freshBets: OwnBet[];
  /** Whether balances are being read, and whether they must be read once more after that. */
  refresh: "idle" | "running" | "again";
}

export interface Audience {
  add(connection: Connection): Listener | null;
  remove(connection: Connection): void;
  find(tenantId: number, userId: string): Listener | undefined;
  all(): Connection[];
  readonly size: number;
}

/** Who is connected to this process. Other processes have audiences of their own and hear the same news. */
export function createAudience(): Audience {
  const connections = new Set<Connection>();
  /** By user, whose ids are unique over all houses. */
  const listeners = new Map<string, Listener>();

  function listenerFor(tenantId: number, userId: string): Listener {
    const known = listeners.get(userId);
    if (known !== undefined) return known;
    const listener: Listener = {
      tenantId,
      userId,
      connections: new Set(),
      betsInFlight: 0,
      freshBets: [],
      refresh: "idle",
    };
    listeners.set(userId, listener);
    return listener;
  }

  return {
    add(connection) {
      connections.add(connection);
      const { tenant, session } = connection;
      if (session === null) return null;
      const listener = listenerFor(tenant.id, session.user.id);
      listener.connections.add(connection);
      return listener;
    },
    remove(connection) {
      connections.delete(connection);
      const { session } = connection;
      if (session === null) return;
      const { id } = session.user;
      const listener = listeners.get(id);
      listener?.connections.delete(connection);
      if (listener?.connections.size === 0) listeners.delete(id);
    },
    find(tenantId, userId) {
      const listener = listeners.get(userId);
      return listener?.tenantId === tenantId ? listener : undefined;
    },
    all: () => [...connections],
    get size() {
      return connections.size;
    },
  };
}
