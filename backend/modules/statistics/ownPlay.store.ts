import type pg from "pg";
import type { PlayTotals } from "#domain/api/statistics.ts";

interface TotalsRow {
  readonly currency: string;
  readonly bets: bigint;
  readonly staked: bigint;
  readonly paid: bigint;
}

/** What a player has staked and been paid since ever, by currency. */
export async function findOwnPlay(
  client: pg.ClientBase,
  { tenantId, userId }: { readonly tenantId: number; readonly userId: string },
): Promise<PlayTotals[]> {
  const { rows } = await client.query<TotalsRow>(
    "SELECT currency, bets, staked, paid FROM player_totals WHERE tenant_id = $1 AND user_id = $2 ORDER BY currency",
    [tenantId, userId],
  );
  return rows.map(({ currency, bets, staked, paid }) => ({
    currency,
    bets: bets.toString(),
    staked: staked.toString(),
    paid: paid.toString(),
  }));
}
