import type { HouseVault } from "#indexer/store/vault.store.ts";
import type { Books } from "./house.ts";

/**
 * Everything that indexing a vault made, in words that do not depend on when or in what order it was made:
 * users by wallet, no times, no reversed deposits, no headers.
 */
export async function dump(
  { owner }: Pick<Books, "owner">,
  vault: HouseVault,
): Promise<Record<string, unknown[]>> {
  const { id, tenantId } = vault;
  const rows = async (sql: string, values: unknown[]) =>
    (await owner.query<Record<string, unknown>>(sql, values)).rows.map((row) =>
      // Whose rows they are differs from one tenant to the next.
      JSON.stringify({ ...row, tenant_id: undefined, vault_id: undefined }, (_, value: unknown) =>
        typeof value === "bigint" ? String(value) : value,
      ),
    );
  return {
    accounts: await rows(
      `SELECT kind, wallet_address, currency, shard, balance FROM accounts LEFT JOIN users ON users.id = owner_id
       WHERE accounts.tenant_id = $1 AND balance <> 0 ORDER BY kind, wallet_address, currency, shard`,
      [tenantId],
    ),
    deposits: await rows(
      `SELECT deposits.id, wallet_address, currency, amount, block_number, block_hash, tx_hash, log_index,
         deposits.status, credited_at IS NOT NULL AS has_time
       FROM deposits LEFT JOIN users ON users.id = user_id
       WHERE vault_id = $1 AND deposits.status <> 'reversed' ORDER BY deposits.id`,
      [id],
    ),
    withdrawals: await rows(
      `SELECT id, status, tx_hash, settled_at IS NOT NULL AS has_time FROM withdrawals
       WHERE tenant_id = $1 ORDER BY id`,
      [tenantId],
    ),
    batches: await rows(
      `SELECT id, status, CASE WHEN status IN ('executed', 'final') THEN tx_hash END AS tx_hash
       FROM payout_batches WHERE vault_id = $1 ORDER BY id`,
      [id],
    ),
    checkpoints: await rows(
      `SELECT currency, epoch, root, total, entered, executed, status, tx_hash FROM checkpoints
       WHERE vault_id = $1 AND status <> 'built' ORDER BY currency, epoch`,
      [id],
    ),
    events: await rows(
      `SELECT block_number, encode(block_hash, 'hex') AS block_hash, block_time, encode(tx_hash, 'hex') AS tx_hash,
         log_index, emitter, name, token, effect, encode(topics, 'hex') AS topics, encode(data, 'hex') AS data
       FROM chain_events WHERE vault_id = $1 AND canonical ORDER BY block_number, log_index`,
      [id],
    ),
    entries: await rows(
      "SELECT * FROM plan_entries WHERE vault_id = $1 AND status <> 'reversed' ORDER BY block_number, log_index",
      [id],
    ),
    suspense: await rows(
      `SELECT * FROM suspense_movements WHERE vault_id = $1 AND state <> 'reversed'
       ORDER BY block_number, log_index`,
      [id],
    ),
    cursor: await rows(
      "SELECT block_number, block_hash, final_number FROM chain_cursors WHERE vault_id = $1",
      [id],
    ),
    ...Object.fromEntries(
      await Promise.all(
        GOVERNANCE_TABLES.map(async (table) => [
          table,
          await rows(`SELECT * FROM ${table} WHERE vault_id = $1 ORDER BY ${table}::text`, [id]),
        ]),
      ),
    ),
  };
}

/** Tables whose rows follow from the chain as they are. */
const GOVERNANCE_TABLES = [
  "governance_changes",
  "governance_signers",
  "governance_tokens",
  "governance_switches",
  "governance_roles",
  "governance_members",
  "governance_functions",
  "governance_targets",
  "governance_operations",
  "fairness_anchors",
] as const;

/** What is wrong with a tenant's books by their rows alone; empty when all is well. */
export async function booksFaults({ owner }: Pick<Books, "owner">, tenantId: number): Promise<string[]> {
  const { rows } = await owner.query<{ fault: string }>(
    `SELECT 'sum is ' || sum(balance) AS fault FROM accounts WHERE tenant_id = $1 HAVING sum(balance) <> 0
     UNION ALL
     SELECT 'account ' || id || ' has ' || balance || ', transfers say ' || explained FROM (
       SELECT id, balance, coalesce((SELECT sum(CASE WHEN credit_account_id = accounts.id THEN amount ELSE -amount END)
         FROM transfers WHERE tenant_id = $1 AND accounts.id IN (debit_account_id, credit_account_id)), 0) AS explained
       FROM accounts WHERE tenant_id = $1) AS sums WHERE balance <> explained`,
    [tenantId],
  );
  return rows.map(({ fault }) => fault);
}
