import type { Connection } from "./connection.ts";

/** A socket that has taken nothing for so long, although something waits for it, is closed: what waits costs memory. */
const PATIENCE_MS = 5_000;
/** What it may still take before the connection is cut. */
const FAREWELL_MS = 2_000;

export interface SlowConsumers {
  /** Looks at all sockets; called once a second or so. */
  sweep(connections: readonly Connection[], nowMs: number): void;
}

/** Closes sockets that do not read. A client that comes back resumes, and has lost nothing. */
export function createSlowConsumers(onClosed: (connection: Connection) => void): SlowConsumers {
  const stuckSince = new Map<Connection, number>();

  function close(connection: Connection): void {
    onClosed(connection);
    connection.close({
      code: "SLOW_CONSUMER",
      message:
        "This connection does not take what is sent to it: connect again, and join with the last number you have.",
    });
    setTimeout(() => connection.socket.conn.close(true), FAREWELL_MS).unref();
  }

  return {
    sweep(connections, nowMs) {
      for (const connection of connections) {
        // It becomes writable again as soon as the network has taken all of what it was given last.
        if (connection.socket.conn.transport.writable) stuckSince.delete(connection);
        else if (!stuckSince.has(connection)) stuckSince.set(connection, nowMs);
      }
      for (const [connection, since] of stuckSince) {
        const isGone = !connection.socket.connected;
        if (!isGone && nowMs - since < PATIENCE_MS) continue;
        stuckSince.delete(connection);
        if (!isGone) close(connection);
      }
    },
  };
}
