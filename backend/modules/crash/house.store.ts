import type pg from "pg";

/** What the house brings to a table. */
export interface TableHouse {
  readonly minStakeMinor: bigint;
  /** Sum of all shards. */
  readonly bankrollMinor: bigint;
  /** Which share of the bankroll a whole round may win, in hundredths of a percent. */
  readonly roundRiskBps: number;
}

interface HouseRow {
  readonly currency: string;
  readonly min_stake: bigint;
  readonly bankroll: bigint;
  readonly round_risk_bps: number;
}

/** By currency; those without a table are not in it. */
export async function findHouse(
  client: pg.Pool | pg.ClientBase,
  tenantId: number,
): Promise<Map<string, TableHouse>> {
  const { rows } = await client.query<HouseRow>({
    name: "crash_house",
    text: `
      SELECT crash_tables.currency, currencies.min_stake, crash_tables.round_risk_bps, (
          SELECT coalesce(sum(balance), 0)::bigint FROM accounts
          WHERE tenant_id = $1 AND kind = 'house_bankroll' AND owner_id IS NULL AND currency = crash_tables.currency
        ) AS bankroll
      FROM crash_tables JOIN currencies ON currencies.tenant_id = $1 AND currencies.code = crash_tables.currency
      WHERE crash_tables.tenant_id = $1`,
    values: [tenantId],
  });
  return new Map(
    rows.map(
      ({ currency, min_stake: minStakeMinor, bankroll: bankrollMinor, round_risk_bps: roundRiskBps }) => [
        currency,
        { minStakeMinor, bankrollMinor, roundRiskBps },
      ],
    ),
  );
}
