import type pg from "pg";
import { createPool } from "./pool.ts";

const MAX_API_CONNECTIONS = 12;
/**
 * What one look into the books may cost, whoever asks for it: longer than anybody waits for a row, and than the dApp
 * waits for an answer.
 */
const STATEMENT_TIMEOUT = "15s";

/**
 * Connections for whatever the API answers, but for bets, rounds and crash: those are the engines', which have deadlines of
 * their own.
 */
export function createApiPool(url: string, onIdleError?: (error: Error) => void): pg.Pool {
  return createPool({
    url,
    role: "fairhouse_api",
    maxConnections: MAX_API_CONNECTIONS,
    settings: { statement_timeout: STATEMENT_TIMEOUT },
    ...(onIdleError === undefined ? {} : { onIdleError }),
  });
}
