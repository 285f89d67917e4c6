import pg from "pg";

/** Postgres roles of the first migration: what a connection may touch. `owner` is whoever DATABASE_URL names. */
export type DatabaseRole =
  | "owner"
  | "fairhouse_api"
  | "fairhouse_engine"
  | "fairhouse_worker"
  | "fairhouse_indexer";

const INT8_OID = 20;
const CONNECT_TIMEOUT_MS = 10_000;
/** After this long without a word from the server the driver asks whether it is still there. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/** The server asks likewise: a host that vanishes without a farewell keeps its locks for half a minute, not for hours. */
const VANISHED_CLIENTS = {
  tcp_keepalives_idle: "10",
  tcp_keepalives_interval: "5",
  tcp_keepalives_count: "4",
} as const;

/**
 * What a service may make others wait. Its transactions take milliseconds, so that whoever waits longer for a lock waits
 * for something broken. Migrations and tools, which run as `owner`, may take their time.
 */
const PATIENCE = { lock_timeout: "10s", idle_in_transaction_session_timeout: "60s" } as const;

/** BIGINT arrives as bigint: an amount must never pass through a double. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === INT8_OID) return BigInt;
    return pg.types.getTypeParser(oid, format);
  },
};

export interface PoolOptions {
  readonly url: string;
  readonly role: DatabaseRole;
  readonly maxConnections: number;
  /** Extra server settings for every connection, e.g. `{ enable_seqscan: "off" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when an idle connection breaks (the server restarted, say); the pool replaces it. */
  readonly onIdleError?: (error: Error) => void;
}

/** A pool whose every connection starts under the given role. */
export function createPool({ url, role, maxConnections, settings = {}, onIdleError }: PoolOptions): pg.Pool {
  const wanted = {
    ...VANISHED_CLIENTS,
    ...(role === "owner" ? {} : { ...PATIENCE, role }),
    ...settings,
  };
  const options = Object.entries(wanted)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    application_name: role,
    types,
    // Whoever does not wait for an answer before the next statement spares the server waiting for that statement.
    pipeline: true,
    options,
  });
  pool.on("error", (error) => onIdleError?.(error));
  // The pool listens only while a connection is idle. One that breaks in somebody's hands fails their query;
  // without a listener of its own it would also end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}
