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

/** Tables whose rows belong to one vault, by the name that a fingerprint gives them. */
const VAULT_TABLES = {
  events: "chain_events",
  deposits: "deposits",
  batches: "payout_batches",
  checkpoints: "checkpoints",
  entries: "plan_entries",
  suspense: "suspense_movements",
  governance: "governance_changes",
  signers: "governance_signers",
  tokens: "governance_tokens",
  switches: "governance_switches",
  roles: "governance_roles",
  members: "governance_members",
  functions: "governance_functions",
  targets: "governance_targets",
  operations: "governance_operations",
  anchors: "fairness_anchors",
} as const;

/**
 * One number per table over all rows that a vault's events make, in any order of the rows: equal before and after means
 * that nothing changed in this database. Two databases are compared by `readOnChainState`.
 */
export async function fingerprint(
  pool: pg.Pool | pg.ClientBase,
  vault: HouseVault,
): Promise<Record<string, string>> {
  const ofVault = Object.entries(VAULT_TABLES).map(
    ([name, table]) =>
      `SELECT '${name}' AS name, ${printOf(table)} FROM ${table} WHERE tenant_id = $1 AND vault_id = $2`,
  );
  const { rows } = await pool.query<{ name: string; print: string }>(
    `SELECT name, print FROM (
       ${ofVault.join("\n       UNION ALL ")}
       UNION ALL SELECT 'withdrawals', ${printOf("withdrawals")} FROM withdrawals WHERE tenant_id = $1
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
