import type pg from "pg";
import { depositIdOf } from "#domain/indexing/eventCause.ts";
import type { Deposited } from "#domain/indexing/vaultEvent.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** A `Deposited` event with what the house knows about it. */
export interface KnownDeposit {
  readonly event: Deposited;
  /** Null: the house funded its bankroll. */
  readonly userId: string | null;
  readonly currency: string;
}

/** Records deposits as confirming; one that a reorg reversed and that came back is confirming again. */
export async function saveDeposits(
  client: pg.ClientBase,
  vault: HouseVault,
  deposits: readonly KnownDeposit[],
): Promise<void> {
  const events = deposits.map(({ event }) => event);
  await client.query(
    `INSERT INTO deposits (tenant_id, vault_id, status, id, user_id, currency, amount, block_number, block_hash,
       tx_hash, log_index)
     SELECT $1, $2, 'confirming', * FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::bigint[],
       $8::text[], $9::text[], $10::integer[])
     ON CONFLICT (tenant_id, id) DO UPDATE SET status = 'confirming' WHERE deposits.status = 'reversed'`,
    [
      vault.tenantId,
      vault.id,
      events.map(depositIdOf),
      deposits.map(({ userId }) => userId),
      deposits.map(({ currency }) => currency),
      events.map(({ args }) => args.quanta),
      events.map(({ blockNumber }) => blockNumber),
      events.map(({ blockHash }) => blockHash),
      events.map(({ txHash }) => txHash),
      events.map(({ logIndex }) => logIndex),
    ],
  );
}

/** The owners of deposits by deposit id; null for the house. Deposits that are not recorded are left out. */
export async function findDepositOwners(
  client: pg.ClientBase,
  vault: HouseVault,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  const { rows } = await client.query<{ id: string; user_id: string | null }>(
    "SELECT id, user_id FROM deposits WHERE tenant_id = $1 AND vault_id = $2 AND id = ANY($3::uuid[])",
    [vault.tenantId, vault.id, ids],
  );
  return new Map(rows.map(({ id, user_id }) => [id, user_id]));
}

export async function creditDeposits(
  client: pg.ClientBase,
  vault: HouseVault,
  ids: readonly string[],
): Promise<void> {
  await client.query(
    `UPDATE deposits SET status = 'credited', credited_at = now()
     WHERE tenant_id = $1 AND vault_id = $2 AND id = ANY($3::uuid[]) AND status = 'confirming'`,
    [vault.tenantId, vault.id, ids],
  );
}

export async function reverseDeposits(
  client: pg.ClientBase,
  vault: HouseVault,
  ids: readonly string[],
): Promise<void> {
  await client.query(
    `UPDATE deposits SET status = 'reversed'
     WHERE tenant_id = $1 AND vault_id = $2 AND id = ANY($3::uuid[]) AND status = 'confirming'`,
    [vault.tenantId, vault.id, ids],
  );
}
