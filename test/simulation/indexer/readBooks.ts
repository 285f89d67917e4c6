import type { SimBooks } from "./ground.ts";
import type { Truth } from "./truth.ts";

type Row = Readonly<Record<string, unknown>>;

/** What a tenant's books say, in the words of the truth that they are compared with. */
export async function readBooks({ owner, vaults }: SimBooks, tenantId: number): Promise<Truth> {
  const ids = vaults.filter(({ vault }) => vault.tenantId === tenantId).map(({ vault }) => vault.id);
  const rows = async (sql: string, values: unknown[]) => (await owner.query<Row>(sql, values)).rows;
  const map = async (sql: string, values: unknown[]) =>
    new Map((await rows(sql, values)).map(({ key, said }) => [String(key), String(said)]));
  const balances = await rows(
    `SELECT concat_ws('/', kind, currency, coalesce(wallet_address, '')) AS key, sum(balance)::bigint AS said
     FROM accounts LEFT JOIN users ON users.id = owner_id
     WHERE accounts.tenant_id = $1 GROUP BY 1 HAVING sum(balance) <> 0`,
    [tenantId],
  );
  return {
    balances: new Map(balances.map(({ key, said }) => [String(key), said as bigint])),
    deposits: await map(
      `SELECT block_hash || '/' || log_index AS key,
         concat_ws('/', coalesce(wallet_address, 'house'), currency, amount, deposits.status) AS said
       FROM deposits LEFT JOIN users ON users.id = user_id
       WHERE vault_id = ANY($1) AND deposits.status <> 'reversed'`,
      [ids],
    ),
    entries: await map(
      `SELECT '0x' || encode(block_hash, 'hex') || '/' || log_index AS key,
         concat_ws('/', kind, account, coalesce(sponsor, 'nobody'), amount, entry_nonce, status) AS said
       FROM plan_entries WHERE vault_id = ANY($1) AND status <> 'reversed'`,
      [ids],
    ),
    withdrawals: await map(
      `SELECT coalesce(batch_id || '/' || position, 'waiting/0') AS key, status AS said
       FROM withdrawals WHERE tenant_id = $1`,
      [tenantId],
    ),
    batches: await map("SELECT id AS key, status AS said FROM payout_batches WHERE tenant_id = $1", [
      tenantId,
    ]),
    checkpoints: await map(
      `SELECT concat_ws('/', address, currency, epoch) AS key,
         concat_ws('/', root, total, entered, executed, status) AS said
       FROM checkpoints JOIN vaults ON vaults.id = vault_id WHERE vault_id = ANY($1) AND status <> 'built'`,
      [ids],
    ),
    anchors: await map(
      `SELECT concat_ws('/', address, kind, epoch) AS key, root AS said
       FROM fairness_anchors JOIN vaults ON vaults.id = vault_id WHERE vault_id = ANY($1)`,
      [ids],
    ),
    governance: await map(
      `SELECT concat_ws('/', address, block_hash, log_index) AS key, name AS said
       FROM governance_changes JOIN vaults ON vaults.id = vault_id WHERE vault_id = ANY($1)`,
      [ids],
    ),
  };
}
