import type { Clock } from "#backend/adapters/clock.ts";
import type { Database } from "#backend/db/client.ts";
import type { SignedInUser } from "#backend/http/route.ts";
import { userRole } from "#domain/api/auth.ts";
import { findLiveSession } from "./session.store.ts";

export interface LiveSession {
  readonly user: SignedInUser;
  readonly expiresAt: Date;
}

export interface LiveSessions {
  /** The session, or null when it has ended. */
  find(tenantId: number, sessionId: string): Promise<LiveSession | null>;
  /** Called when a session ends, in this process or another. */
  forget(sessionId: string): void;
  /** While notices of ended sessions cannot arrive, every look-up asks the database. */
  setNoticesArrive(arrive: boolean): void;
}

/** A look-up is repeated after this long even if nobody said that the session ended. */
const MAX_AGE_MS = 30_000;
/** Sessions remembered; beyond it the oldest is forgotten and read again when needed. */
const MAX_REMEMBERED = 50_000;

interface Remembered {
  readonly session: LiveSession;
  readonly readAt: number;
}

/** Answers "is this session still alive?" from memory, and from the database when memory cannot be trusted. */
export function createLiveSessions(db: Database, clock: Clock): LiveSessions {
  const remembered = new Map<string, Remembered>();
  /** Look-ups that are still running, for all who ask for the same: a player's windows come back together. */
  const running = new Map<string, Promise<LiveSession | null>>();
  let doNoticesArrive = false;
  /** Grows whenever something ends: a look-up that was under way meanwhile must not be remembered. */
  let changes = 0;

  async function read(tenantId: number, sessionId: string): Promise<LiveSession | null> {
    const changesBefore = changes;
    const row = await findLiveSession(db.forTenant(tenantId), sessionId, new Date(clock.now()));
    if (row === null) return null;
    const { id, walletAddress, role } = row.user;
    const user = { id, sessionId, walletAddress, role: userRole.parse(role) };
    const session = { user, expiresAt: row.expiresAt };
    if (doNoticesArrive && changes === changesBefore) {
      dropOldest(remembered);
      remembered.set(sessionId, { session, readAt: clock.now() });
    }
    return session;
  }

  return {
    async find(tenantId, sessionId) {
      const known = remembered.get(sessionId);
      const now = clock.now();
      if (known !== undefined && isFresh(known, now)) return known.session;
      remembered.delete(sessionId);
      const key = `${tenantId}:${sessionId}`;
      const earlier = running.get(key);
      if (earlier !== undefined) return earlier;
      const reading = read(tenantId, sessionId);
      running.set(key, reading);
      try {
        return await reading;
      } finally {
        if (running.get(key) === reading) running.delete(key);
      }
    },
    forget(sessionId) {
      changes += 1;
      remembered.delete(sessionId);
      // What is being read may be of before: whoever asks from now on reads again.
      running.clear();
    },
    setNoticesArrive(arrive) {
      changes += 1;
      doNoticesArrive = arrive;
      remembered.clear();
      running.clear();
    },
  };
}

function isFresh({ session, readAt }: Remembered, now: number): boolean {
  const ageMs = now - readAt;
  // Below zero the clock was set back, and nobody knows how old it is.
  return ageMs >= 0 && ageMs < MAX_AGE_MS && now < session.expiresAt.getTime();
}

function dropOldest(remembered: Map<string, Remembered>): void {
  if (remembered.size < MAX_REMEMBERED) return;
  const oldest = remembered.keys().next();
  if (!oldest.done) remembered.delete(oldest.value);
}
