import type pg from "pg";
import { z } from "zod";
import { inTenantTransaction } from "#backend/db/transaction.ts";

const outcomes = z.tuple([
  z.object({ outcome: z.enum(["resumed", "running", "forbidden", "changed", "differing", "stale", "exit"]) }),
]);
export type ResumeOutcome = z.output<typeof outcomes>[0]["outcome"];

export interface ResumeOrder {
  readonly tenantId: number;
  /** The administrator who lets payouts go on. */
  readonly userId: string;
  /** Since when the stop stands that the administrator was shown, to the microsecond. */
  readonly since: string;
}

/** Lifts the stop of payouts, if the database's own rules allow it: what the API's role may do about stops, and no more. */
export async function resumePayoutsOf(
  pool: pg.Pool,
  { tenantId, userId, since }: ResumeOrder,
): Promise<ResumeOutcome> {
  const { rows } = await inTenantTransaction(pool, tenantId, (client) =>
    client.query("SELECT resume_payouts($1, $2, $3) AS outcome", [tenantId, userId, since]),
  );
  return outcomes.parse(rows)[0].outcome;
}
