import type pg from "pg";
import { z } from "zod";

/** Postgres NOTIFY channel that tells every API process which sessions have ended. */
export const SESSION_CHANNEL = "fairhouse_sessions";

export const sessionNotice = z.object({ tenantId: z.int(), sessionId: z.uuid() });
export type SessionNotice = z.infer<typeof sessionNotice>;

/** Sent when the caller's transaction commits. */
export async function notifySessionEnded(client: pg.ClientBase, notice: SessionNotice): Promise<void> {
  await client.query("SELECT pg_notify($1, $2)", [SESSION_CHANNEL, JSON.stringify(notice)]);
}
