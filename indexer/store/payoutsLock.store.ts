import type pg from "pg";
import { ADVISORY_LOCKS } from "#backend/db/advisoryLocks.ts";

/**
 * Until the transaction ends, payouts of the tenant do not go on: an administrator's order waits here, and then sees what
 * the transaction wrote (`resume_payouts`). Whoever stops payouts for what it found takes this before it writes the finding.
 */
export async function lockPayouts(client: pg.ClientBase, tenantId: number): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1, $2)", [ADVISORY_LOCKS.payouts, tenantId]);
}
