import type pg from "pg";
import { z } from "zod";
import { inTenantTransaction } from "#backend/db/transaction.ts";

export const activityName = z.enum(["bets", "withdrawals", "payouts"]);
export type ActivityName = z.infer<typeof activityName>;

/** An activity that the operator, or a failed check of the books, has stopped. */
export interface KillSwitch {
  readonly name: ActivityName;
  readonly reason: string;
}

const switchRows = z.array(z.object({ name: activityName, reason: z.string() }));

/** Every switch that is set for the tenant; works under any role. */
export async function findKillSwitches(pool: pg.Pool, tenantId: number): Promise<KillSwitch[]> {
  const { rows } = await inTenantTransaction(pool, tenantId, (client) =>
    client.query("SELECT name, reason FROM kill_switches WHERE tenant_id = $1 ORDER BY name", [tenantId]),
  );
  return switchRows.parse(rows);
}
