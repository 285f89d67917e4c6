import type pg from "pg";
import { bigintColumn, integerColumn, textColumn, uuidColumn } from "#backend/db/columns.ts";
import type { Deposited } from "#domain/indexing/vaultEvent.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** A `Deposited` event with what the house knows about it. */
export interface KnownDeposit {
  readonly event: Deposited;
  readonly id: string;
  /** Null: the house funded its bankroll. */
  readonly userId: string | null;
  readonly currency: string;
}

/** What a deposit's row should say of one whose block is final, and of one whose block is not. */
export type DepositStatus = "credited" | "confirming";

// By user, as two of the indexes are: of ten thousand rows those that are neighbours there are written together, which
// saves a quarter of what they take.
const INSERT = `INSERT INTO deposits (tenant_id, vault_id, status, credited_at, id, user_id, currency, amount,
    block_number, block_hash, tx_hash, log_index)
  SELECT $1, $2, $3, CASE WHEN $3 = 'credited' THEN now() END, * FROM unnest($4::uuid[], $5::uuid[], $6::text[],
    $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::integer[])
    AS paid (id, user_id, currency, amount, block_number, block_hash, tx_hash, log_index)
  ORDER BY user_id`;

/** Records deposits that are new. @throws Error (unique violation) when one of them is on record already */
export async function insertDeposits(
  client: pg.ClientBase,
  vault: HouseVault,
  status: DepositStatus,
  deposits: readonly KnownDeposit[],
): Promise<void> {
  if (deposits.length > 0) await client.query(INSERT, columnsOf(vault, status, deposits));
}

/** Records deposits; one that a reorg reversed and that came back begins anew, and none goes back to confirming. */
export async function saveDeposits(
  client: pg.ClientBase,
  vault: HouseVault,
  status: DepositStatus,
  deposits: readonly KnownDeposit[],
): Promise<void> {
  if (deposits.length === 0) return;
  await client.query(
    `${INSERT}
     ON CONFLICT (tenant_id, id) DO UPDATE SET status = excluded.status, credited_at = excluded.credited_at
     WHERE deposits.status = 'reversed' OR (deposits.status = 'confirming' AND excluded.status = 'credited')`,
    columnsOf(vault, status, deposits),
  );
}

/**
 * The places, among the ids, of those whose row is missing or does not say what it should. One look-up by key for each:
 * as a join, it would be planned by what was known of a table that may have grown a thousandfold since.
 */
export async function findOutdatedDeposits(
  client: pg.ClientBase,
  vault: HouseVault,
  status: DepositStatus,
  ids: readonly string[],
): Promise<number[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<{ place: number }>(
    `SELECT (place - 1)::integer AS place FROM unnest($4::uuid[]) WITH ORDINALITY AS wanted (id, place)
     WHERE (SELECT vault_id = $2 AND status IN ('credited', $3) FROM deposits
            WHERE deposits.tenant_id = $1 AND deposits.id = wanted.id) IS NOT TRUE
     ORDER BY place`,
    [vault.tenantId, vault.id, status, uuidColumn(ids)],
  );
  return rows.map(({ place }) => place);
}

/** The owners of deposits by deposit id; null for the house. Deposits that are not recorded are left out. */
export async function findDepositOwners(
  client: pg.ClientBase,
  vault: HouseVault,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<{ id: string; user_id: string | null }>(
    "SELECT id, user_id FROM deposits WHERE tenant_id = $1 AND vault_id = $2 AND id = ANY($3::uuid[])",
    [vault.tenantId, vault.id, uuidColumn(ids)],
  );
  return new Map(rows.map(({ id, user_id }) => [id, user_id]));
}

export async function creditDeposits(
  client: pg.ClientBase,
  vault: HouseVault,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    `UPDATE deposits SET status = 'credited', credited_at = now()
     WHERE tenant_id = $1 AND vault_id = $2 AND id = ANY($3::uuid[]) AND status = 'confirming'`,
    [vault.tenantId, vault.id, uuidColumn(ids)],
  );
}

export async function reverseDeposits(
  client: pg.ClientBase,
  vault: HouseVault,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    `UPDATE deposits SET status = 'reversed'
     WHERE tenant_id = $1 AND vault_id = $2 AND id = ANY($3::uuid[]) AND status = 'confirming'`,
    [vault.tenantId, vault.id, uuidColumn(ids)],
  );
}

function columnsOf(vault: HouseVault, status: DepositStatus, deposits: readonly KnownDeposit[]): unknown[] {
  return [
    vault.tenantId,
    vault.id,
    status,
    uuidColumn(deposits.map(({ id }) => id)),
    uuidColumn(deposits.map(({ userId }) => userId)),
    textColumn(deposits.map(({ currency }) => currency)),
    bigintColumn(deposits.map(({ event }) => event.args.quanta)),
    bigintColumn(deposits.map(({ event }) => event.blockNumber)),
    textColumn(deposits.map(({ event }) => event.blockHash)),
    textColumn(deposits.map(({ event }) => event.txHash)),
    integerColumn(deposits.map(({ event }) => event.logIndex)),
  ];
}
