import type pg from "pg";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** Transfer codes that only the chain's events cause. */
const CHAIN_CODES = [
  "deposit_observed",
  "deposit_finalized",
  "deposit_reversed",
  "bankroll_observed",
  "bankroll_funded",
  "bankroll_reversed",
  "withdrawal_paid",
  "withdrawal_credited",
  "credit_claimed",
  "payout_reversed",
  "suspense_recorded",
  "bankroll_withdrawn",
  "entry_received",
  "entry_reversed",
  "exit_paid",
  "exit_settled",
  "exit_reversed",
];

/**
 * One number per table over all rows that a vault's events make, in any order of the rows: equal before and
 * after means that nothing changed.
 */
export async function fingerprint(pool: pg.Pool, vault: HouseVault): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ name: string; print: string }>(
    `SELECT name, print FROM (
       SELECT 'events' AS name, ${printOf("chain_events")} FROM chain_events WHERE tenant_id = $1 AND vault_id = $2
       UNION ALL
       SELECT 'deposits', ${printOf("deposits")} FROM deposits WHERE tenant_id = $1 AND vault_id = $2
       UNION ALL
       SELECT 'batches', ${printOf("payout_batches")} FROM payout_batches WHERE tenant_id = $1 AND vault_id = $2
       UNION ALL
       SELECT 'checkpoints', ${printOf("checkpoints")} FROM checkpoints WHERE tenant_id = $1 AND vault_id = $2
       UNION ALL
       SELECT 'withdrawals', ${printOf("withdrawals")} FROM withdrawals WHERE tenant_id = $1
       UNION ALL
       SELECT 'transfers', ${printOf("transfers")} FROM transfers WHERE tenant_id = $1 AND code = ANY($3)
     ) AS prints ORDER BY name`,
    [vault.tenantId, vault.id, CHAIN_CODES],
  );
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}

function printOf(table: string): string {
  return `count(*) || ' rows, ' || coalesce(sum(hashtextextended(${table}::text, 0)::numeric), 0) AS print`;
}
