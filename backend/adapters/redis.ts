import { Redis } from "ioredis";

/** A command that has not been answered by then fails: whoever waits is told, and the breaker counts it. */
const COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
const FIRST_RECONNECT_MS = 50;
const LONGEST_RECONNECT_MS = 1_000;

export interface RedisOptions {
  readonly url: string;
  /** The name that `CLIENT LIST` shows. */
  readonly name: string;
  /** Called when the connection breaks or cannot be made; it reconnects by itself. */
  readonly onError?: (error: Error) => void;
  /** For commands that wait on purpose. */
  readonly commandTimeoutMs?: number;
}

/**
 * A connection for commands that must be answered now or not at all: while the server is away commands fail
 * at once, none is queued and none is sent again, so that nothing happens later that nobody waits for.
 * Job queues need the opposite and make connections of their own.
 */
export function createRedis({
  url,
  name,
  onError,
  commandTimeoutMs = COMMAND_TIMEOUT_MS,
}: RedisOptions): Redis {
  const redis = new Redis(url, {
    connectionName: name,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: commandTimeoutMs,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(FIRST_RECONNECT_MS * 2 ** (attempt - 1), LONGEST_RECONNECT_MS),
  });
  redis.on("error", (error: Error) => onError?.(error));
  return redis;
}
