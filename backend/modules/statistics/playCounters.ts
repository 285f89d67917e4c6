import type pg from "pg";
import { columnRows } from "#backend/db/columnRows.ts";
import { bigintColumn, textColumn } from "#backend/db/columns.ts";

/** What a transaction adds to the counters of a game in one currency. Amounts in minor units. */
export interface GamePlay {
  readonly game: string;
  readonly currency: string;
  readonly bets: bigint;
  readonly stakedMinor: bigint;
  readonly paidMinor: bigint;
  readonly commissionsMinor: bigint;
}

const COLUMNS = {
  game: "text",
  currency: "text",
  bets: "bigint",
  staked: "bigint",
  paid: "bigint",
  commissions: "bigint",
} as const;

/** How many parameters `playCountersCte` takes: the shard, and the columns. */
export const PLAY_COUNTERS_PARAMETERS = 1 + Object.keys(COLUMNS).length;

/**
 * Part of a statement whose `$1` is the tenant: counts settled bets in the minute of the transaction, under the shard of the
 * bankroll whose account it has locked.
 *
 * @param first number of the first of its parameters, which `playCountersValues` makes
 */
export function playCountersCte(first: number): string {
  return `written_play_counters AS (
    INSERT INTO play_counters AS counters (tenant_id, minute, shard, game, currency, bets, staked, paid, commissions)
    SELECT $1, date_trunc('minute', now()), $${first}::smallint, play.* FROM ${columnRows(first + 1, COLUMNS)} AS play
    ON CONFLICT (tenant_id, minute, game, currency, shard) DO UPDATE SET
      bets = counters.bets + excluded.bets, staked = counters.staked + excluded.staked,
      paid = counters.paid + excluded.paid, commissions = counters.commissions + excluded.commissions
  )`;
}

/** @param plays one per game and currency */
export function playCountersValues(shard: number, plays: readonly GamePlay[]): (number | Buffer)[] {
  return [
    shard,
    textColumn(plays.map(({ game }) => game)),
    textColumn(plays.map(({ currency }) => currency)),
    bigintColumn(plays.map(({ bets }) => bets)),
    bigintColumn(plays.map(({ stakedMinor }) => stakedMinor)),
    bigintColumn(plays.map(({ paidMinor }) => paidMinor)),
    bigintColumn(plays.map(({ commissionsMinor }) => commissionsMinor)),
  ];
}

/** The same as a statement of its own. Call with a bankroll account of the shard locked. */
export async function addToPlayCounters(
  client: pg.ClientBase,
  tenantId: number,
  shard: number,
  plays: readonly GamePlay[],
): Promise<void> {
  await client.query({
    name: "play_counters_add",
    text: `WITH ${playCountersCte(2)} SELECT`,
    values: [tenantId, ...playCountersValues(shard, plays)],
  });
}
