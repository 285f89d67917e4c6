import type pg from "pg";
import { createAccessTokens } from "#backend/adapters/accessToken.ts";
import { apiSettings } from "#backend/config.ts";

const SESSION =
  "INSERT INTO sessions (tenant_id, user_id, expires_at) VALUES ($1, $2, now() + interval '1 day') RETURNING id";

/** Access tokens of sessions opened by hand: signing in hundreds of wallets is not what is measured. */
export async function signIn(
  owner: pg.Pool,
  { tenantId, players, tokenKey }: { tenantId: number; players: readonly string[]; tokenKey: string },
): Promise<string[]> {
  const issuer = apiSettings.shape.PUBLIC_API_URL.parse(undefined);
  const tokens = createAccessTokens({ privateKey: tokenKey, issuer });
  return Promise.all(
    players.map(async (userId) => {
      const { rows } = await owner.query<{ id: string }>(SESSION, [tenantId, userId]);
      const { token } = await tokens.issue({ tenantId, userId, sessionId: rows[0]!.id }, Date.now());
      return token;
    }),
  );
}
