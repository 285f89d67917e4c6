import { Socket } from "node:net";
import type pg from "pg";

/**
 * Runs `send`, which starts statements on a pipelined connection, and hands all that they wrote to the system at once. By
 * itself the driver does so for each statement, which for a batch is a dozen calls of the system in place of two.
 */
export function corked<Result>(client: pg.PoolClient, send: () => Result): Result {
  const socket = socketOf(client);
  socket?.cork();
  try {
    return send();
  } finally {
    socket?.uncork();
  }
}

/** The driver keeps it where its types do not tell; without it, statements are sent one by one. */
function socketOf(client: pg.PoolClient): Socket | undefined {
  const connection: unknown = Reflect.get(client, "connection");
  if (typeof connection !== "object" || connection === null) return undefined;
  const stream: unknown = Reflect.get(connection, "stream");
  return stream instanceof Socket ? stream : undefined;
}
