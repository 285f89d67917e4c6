import { AccessTokenRefused, type AccessTokens } from "#backend/adapters/accessToken.ts";
import type { Clock } from "#backend/adapters/clock.ts";
import type { LiveSession, LiveSessions } from "./liveSessions.ts";

/** Turns an access token into the session it was issued for. @throws AccessTokenRefused */
export type Authenticate = (tenantId: number, token: string) => Promise<LiveSession>;

/** A valid signature is not enough: the session behind the token must still be alive. */
export function createAuthenticate({
  tokens,
  sessions,
  clock,
}: {
  readonly tokens: AccessTokens;
  readonly sessions: LiveSessions;
  readonly clock: Clock;
}): Authenticate {
  return async (tenantId, token) => {
    const { sessionId, userId } = await tokens.verify(token, tenantId, clock.now());
    const session = await sessions.find(tenantId, sessionId);
    if (session === null || session.user.id !== userId) throw new AccessTokenRefused();
    return session;
  };
}
