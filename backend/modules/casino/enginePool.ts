import type pg from "pg";
import { createPool } from "#backend/db/pool.ts";
import { MAX_BATCHES_IN_FLIGHT } from "#backend/modules/casino/betQueue.ts";

/** Beside the running batches: refreshing the house book, and players who rotate their seeds. */
const OTHER_CONNECTIONS = 4;

/** Connections of an engine that takes bets, and of the seeds it guards; by default as many as the bet engine needs. */
export function createEnginePool(
  url: string,
  onIdleError?: (error: Error) => void,
  maxConnections: number = MAX_BATCHES_IN_FLIGHT + OTHER_CONNECTIONS,
): pg.Pool {
  const pool = createPool({
    url,
    role: "fairhouse_engine",
    maxConnections,
    settings: {
      // An acknowledged bet is on the disk.
      synchronous_commit: "on",
      // Every statement looks up a few hundred keys. A plan that was prepared while tables were small, and then
      // scanned and hashed whole tables, would go on doing so when they are large.
      enable_seqscan: "off",
      enable_hashjoin: "off",
      enable_mergejoin: "off",
      lock_timeout: "3s",
      idle_in_transaction_session_timeout: "10s",
      jit: "off",
    },
    ...(onIdleError === undefined ? {} : { onIdleError }),
  });
  pool.on("connect", (client) => {
    // Statements of a batch are sent without waiting for each other's answers.
    Object.assign(client, { pipeline: true });
    // A connection that breaks while it is in use fails the statements on it; unheard, its event would end the
    // process as well.
    client.on("error", () => undefined);
  });
  return pool;
}
