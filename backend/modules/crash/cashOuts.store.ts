import type pg from "pg";
import { integerColumn, uuidColumn } from "#backend/db/columns.ts";
import { invariant } from "#domain/errors.ts";
import { NOW_MS, ROUND_COLUMNS } from "./roundRow.ts";
import type { SecretRound } from "./rounds.store.ts";

/** The tables that bets are on, by bet, and the database's time; locks nothing, and waits for no lock. */
export async function findTablesOfBets(
  client: pg.ClientBase,
  tenantId: number,
  betIds: readonly string[],
): Promise<{ readonly currencies: ReadonlyMap<string, string>; readonly nowMs: number }> {
  const { rows } = await client.query<{ id: string | null; currency: string; now_ms: number }>({
    name: "crash_tables_of_bets",
    text: `
      SELECT bet.id, bet.currency, clock.now_ms FROM (SELECT ${NOW_MS}) AS clock
      LEFT JOIN crash_bets AS bet ON bet.tenant_id = $1 AND bet.id = ANY($2::uuid[])`,
    values: [tenantId, uuidColumn(betIds)],
  });
  const nowMs = rows[0]?.now_ms;
  invariant(nowMs !== undefined, "a left join answers");
  return {
    nowMs,
    currencies: new Map(rows.flatMap(({ id, currency }) => (id === null ? [] : [[id, currency] as const]))),
  };
}

/** The rounds of the bets, in id order, locked against their settlement but not against other cash-outs. */
export async function lockRoundsOfBets(
  client: pg.ClientBase,
  tenantId: number,
  betIds: readonly string[],
): Promise<SecretRound[]> {
  const { rows } = await client.query<SecretRound>({
    name: "crash_share_rounds",
    text: `
      SELECT ${ROUND_COLUMNS}, round.sealed_hash,
        (SELECT salt FROM crash_chains WHERE tenant_id = round.tenant_id AND id = round.chain_id) AS salt
      FROM crash_rounds AS round
      WHERE tenant_id = $1 AND id IN (SELECT round_id FROM crash_bets WHERE tenant_id = $1 AND id = ANY($2::uuid[]))
      ORDER BY id FOR SHARE OF round`,
    values: [tenantId, uuidColumn(betIds)],
  });
  return rows;
}

/** Writes cash-outs, or fails with a division by zero when one of the bets has got out, or was settled, meanwhile. */
export async function writeCashOuts(
  client: pg.ClientBase,
  tenantId: number,
  hundredths: ReadonlyMap<string, number>,
): Promise<void> {
  await client.query({
    name: "crash_write_cash_outs",
    text: `
      WITH written AS (
        UPDATE crash_bets SET cashed_out = out.hundredths
        FROM unnest($2::uuid[], $3::integer[]) AS out (id, hundredths)
        WHERE crash_bets.tenant_id = $1 AND crash_bets.id = out.id AND cashed_out IS NULL AND payout IS NULL
        RETURNING 1
      )
      SELECT 1 / ((SELECT count(*) FROM written) = cardinality($2::uuid[]))::integer AS is_complete`,
    values: [tenantId, uuidColumn([...hundredths.keys()]), integerColumn([...hundredths.values()])],
  });
}
