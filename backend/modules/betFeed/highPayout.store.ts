import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";

/** A payout is worth showing from so many of the smallest stakes on: 0.1 BNB where one may bet 1,000 gwei. */
const HIGH_IN_SMALLEST_STAKES = 100_000n;

/** From which payout on a bet is shown among the high ones, per currency, in minor units. */
export async function readHighPayouts(pool: pg.Pool, tenantId: number): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await inTenantTransaction(pool, tenantId, (client) =>
    client.query<{ code: string; min_stake: bigint }>(
      "SELECT code, min_stake FROM currencies WHERE tenant_id = $1",
      [tenantId],
    ),
  );
  return new Map(rows.map(({ code, min_stake: smallest }) => [code, smallest * HIGH_IN_SMALLEST_STAKES]));
}
