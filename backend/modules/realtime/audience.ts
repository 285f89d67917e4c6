import type { Connection } from "./connection.ts";

/** One user's open sockets in this process, and the bets that have not been answered yet. */
export interface Listener {
  readonly tenantId: number;
  readonly userId: string;
  readonly connections: Set<Connection>;
  betsInFlight: number;
}

export interface Audience {
  add(connection: Connection): Listener | null;
  remove(connection: Connection): void;
  find(tenantId: number, userId: string): Listener | undefined;
  all(): Connection[];
  readonly size: number;
}

/** Who is connected to this process. Other processes have audiences of their own and hear the same notices. */
export function createAudience(): Audience {
  const connections = new Set<Connection>();
  const listeners = new Map<string, Listener>();

  function keyOf(tenantId: number, userId: string): string {
    return `${tenantId}:${userId}`;
  }

  function listenerFor(tenantId: number, userId: string): Listener {
    const key = keyOf(tenantId, userId);
    const known = listeners.get(key);
    if (known !== undefined) return known;
    const listener = { tenantId, userId, connections: new Set<Connection>(), betsInFlight: 0 };
    listeners.set(key, listener);
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
      const { tenant, session } = connection;
      if (session === null) return;
      const key = keyOf(tenant.id, session.user.id);
      const listener = listeners.get(key);
      listener?.connections.delete(connection);
      if (listener?.connections.size === 0) listeners.delete(key);
    },
    find: (tenantId, userId) => listeners.get(keyOf(tenantId, userId)),
    all: () => [...connections],
    get size() {
      return connections.size;
    },
  };
}
