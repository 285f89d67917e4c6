import type pg from "pg";
import { z } from "zod";
import { textColumn } from "#backend/db/columns.ts";

/** Postgres NOTIFY channel that tells API processes what the indexer and the worker committed. */
export const ACTIVITY_CHANNEL = "fairhouse_activity";

/** Something happened to a user's money (or to the house's switches); receivers read the rows themselves. */
export const activityNotice = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("deposit"), tenantId: z.number().int(), userId: z.uuid(), id: z.uuid() }),
  z.object({ kind: z.literal("withdrawal"), tenantId: z.number().int(), userId: z.uuid(), id: z.uuid() }),
  z.object({ kind: z.literal("balance"), tenantId: z.number().int(), userId: z.uuid() }),
  z.object({ kind: z.literal("stopped"), tenantId: z.number().int() }),
]);
export type ActivityNotice = z.infer<typeof activityNotice>;

/** Sent when the caller's transaction commits, and not at all when it rolls back. */
export async function notifyActivity(
  client: pg.ClientBase,
  notices: readonly ActivityNotice[],
): Promise<void> {
  if (notices.length === 0) return;
  await client.query("SELECT pg_notify($1, notice) FROM unnest($2::text[]) AS notice", [
    ACTIVITY_CHANNEL,
    textColumn(notices.map((notice) => JSON.stringify(notice))),
  ]);
}
