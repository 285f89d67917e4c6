import { RateLimited } from "#backend/http/failures.ts";
import type { Connection } from "./connection.ts";
import type { MessageLimits } from "./messageBudget.ts";

/**
 * What one socket may ask to hear, with `join`, `sync` or `crashMine`: a page that opens asks for a few channels at once,
 * and then for hardly anything. Bets have a budget of their own.
 */
export const ASKS_PER_SOCKET: MessageLimits = { perSecond: 2, burst: 20 };

/** Counts one more question of the socket's, and of all sockets of its owner. @throws RateLimited */
export function takeAsk({ asks }: Pick<Connection, "asks">): void {
  const waitMs = asks.take(performance.now());
  if (waitMs > 0) throw new RateLimited(waitMs);
}
