import type pg from "pg";
import type { TenantDatabase } from "#backend/db/client.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { invariant } from "#domain/errors.ts";
import { notifySessionEnded } from "./sessionChannel.ts";

export interface NewSession {
  readonly tenantId: number;
  readonly userId: string;
  readonly userAgent: string;
  readonly expiresAt: Date;
  readonly tokenHash: Buffer;
}

/** Opens a session with its first refresh token, in the caller's transaction. */
export async function openSession(client: pg.ClientBase, session: NewSession): Promise<string> {
  const { tenantId, userId, userAgent, expiresAt, tokenHash } = session;
  const { rows } = await client.query<{ id: string }>(
    "INSERT INTO sessions (tenant_id, user_id, user_agent, expires_at) VALUES ($1, $2, $3, $4) RETURNING id",
    [tenantId, userId, userAgent, expiresAt],
  );
  const id = rows[0]?.id;
  invariant(id !== undefined, "an inserted session has an id");
  await saveRefreshToken(client, tenantId, id, tokenHash);
  return id;
}

export interface Rotation {
  readonly tenantId: number;
  readonly presentedHash: Buffer;
  readonly freshHash: Buffer;
  readonly expiresAt: Date;
}

interface PresentedRow {
  readonly session_id: string;
  readonly user_id: string;
  readonly is_used: boolean;
  readonly is_live: boolean;
}

/**
 * Trades a refresh token for a fresh one and prolongs its session. A token that was traded before has been
 * copied by someone: its whole session ends.
 * @returns null when the token is refused
 */
export async function rotateRefreshToken(
  pool: pg.Pool,
  { tenantId, presentedHash, freshHash, expiresAt }: Rotation,
): Promise<{ sessionId: string; userId: string } | null> {
  return inTenantTransaction(pool, tenantId, async (client) => {
    const presented = await lockRefreshToken(client, tenantId, presentedHash);
    if (presented === undefined || !presented.is_live) return null;
    const { session_id: sessionId, user_id: userId, is_used: isUsed } = presented;
    if (isUsed) {
      await endSession(client, tenantId, sessionId);
      return null;
    }
    await client.query("UPDATE refresh_tokens SET used_at = now() WHERE tenant_id = $1 AND token_hash = $2", [
      tenantId,
      presentedHash,
    ]);
    await saveRefreshToken(client, tenantId, sessionId, freshHash);
    await client.query(
      "UPDATE sessions SET last_used_at = now(), expires_at = $3 WHERE tenant_id = $1 AND id = $2",
      [tenantId, sessionId, expiresAt],
    );
    return { sessionId, userId };
  });
}

/** Ends the session that a refresh token belongs to. @returns its id, or null when there is none */
export async function endSessionOfToken(
  pool: pg.Pool,
  tenantId: number,
  tokenHash: Buffer,
): Promise<string | null> {
  return inTenantTransaction(pool, tenantId, async (client) => {
    const found = await lockRefreshToken(client, tenantId, tokenHash);
    if (found === undefined) return null;
    await endSession(client, tenantId, found.session_id);
    return found.session_id;
  });
}

/** Ends one of the user's own sessions. @returns false when there is none with this id */
export async function endSessionOfUser(
  pool: pg.Pool,
  tenantId: number,
  { sessionId, userId }: { readonly sessionId: string; readonly userId: string },
): Promise<boolean> {
  return inTenantTransaction(pool, tenantId, async (client) => {
    const { rowCount } = await client.query(
      "SELECT FROM sessions WHERE tenant_id = $1 AND id = $2 AND user_id = $3 AND revoked_at IS NULL",
      [tenantId, sessionId, userId],
    );
    if (rowCount === 0) return false;
    await endSession(client, tenantId, sessionId);
    return true;
  });
}

/** Sessions shown in one list; signing in more often than this leaves the oldest out. */
const MAX_SESSIONS_LISTED = 100;

export function listSessions(db: TenantDatabase, userId: string, now: Date) {
  return db.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: { lastUsedAt: "desc" },
    take: MAX_SESSIONS_LISTED,
  });
}

/** A session that has neither ended nor run out, with its user. */
export function findLiveSession(db: TenantDatabase, sessionId: string, now: Date) {
  return db.session.findFirst({
    where: { id: sessionId, revokedAt: null, expiresAt: { gt: now } },
    include: { user: true },
  });
}

async function lockRefreshToken(
  client: pg.ClientBase,
  tenantId: number,
  tokenHash: Buffer,
): Promise<PresentedRow | undefined> {
  const { rows } = await client.query<PresentedRow>(
    `SELECT token.session_id, session.user_id, token.used_at IS NOT NULL AS is_used,
            session.revoked_at IS NULL AND session.expires_at > now() AS is_live
     FROM refresh_tokens AS token
     JOIN sessions AS session ON session.tenant_id = token.tenant_id AND session.id = token.session_id
     WHERE token.tenant_id = $1 AND token.token_hash = $2 FOR UPDATE OF token`,
    [tenantId, tokenHash],
  );
  return rows[0];
}

async function saveRefreshToken(
  client: pg.ClientBase,
  tenantId: number,
  sessionId: string,
  tokenHash: Buffer,
): Promise<void> {
  await client.query("INSERT INTO refresh_tokens (tenant_id, token_hash, session_id) VALUES ($1, $2, $3)", [
    tenantId,
    tokenHash,
    sessionId,
  ]);
}

async function endSession(client: pg.ClientBase, tenantId: number, sessionId: string): Promise<void> {
  await client.query(
    "UPDATE sessions SET revoked_at = now() WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL",
    [tenantId, sessionId],
  );
  await notifySessionEnded(client, { tenantId, sessionId });
}
