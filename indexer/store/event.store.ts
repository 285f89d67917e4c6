import type pg from "pg";
import type { Hex } from "#domain/chain/hex.ts";
import type { BlockRange } from "#domain/indexing/blockRange.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import { eventShape } from "#indexer/source/shapes.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

interface EventRow {
  readonly chain_id: bigint;
  readonly block_number: bigint;
  readonly block_hash: Hex;
  readonly block_time: bigint;
  readonly tx_hash: Hex;
  readonly log_index: number;
  readonly name: string;
  readonly args: unknown;
}

const COLUMNS = "chain_id, block_number, block_hash, block_time, tx_hash, log_index, name, args";

/** Records raw events. One that was dropped with its block and came back becomes canonical again. */
export async function saveEvents(
  client: pg.ClientBase,
  vault: HouseVault,
  events: readonly VaultEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await client.query(
    `INSERT INTO chain_events (tenant_id, vault_id, chain_id, block_number, block_hash, block_time, tx_hash,
       log_index, name, args)
     SELECT $1, $2, $3, * FROM unnest($4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::integer[],
       $9::text[], $10::jsonb[])
     ON CONFLICT (vault_id, block_hash, log_index) DO UPDATE SET canonical = true
     WHERE NOT chain_events.canonical`,
    [
      vault.tenantId,
      vault.id,
      vault.chainId,
      events.map(({ blockNumber }) => blockNumber),
      events.map(({ blockHash }) => blockHash),
      events.map(({ blockTime }) => blockTime),
      events.map(({ txHash }) => txHash),
      events.map(({ logIndex }) => logIndex),
      events.map(({ name }) => name),
      events.map(({ args }) => toJson(args)),
    ],
  );
}

/** The canonical events of a range, in the order of the chain. */
export async function findEvents(
  client: pg.ClientBase | pg.Pool,
  vault: HouseVault,
  { from, to }: BlockRange,
): Promise<VaultEvent[]> {
  const { rows } = await client.query<EventRow>(
    `SELECT ${COLUMNS} FROM chain_events
     WHERE tenant_id = $1 AND vault_id = $2 AND block_number BETWEEN $3 AND $4 AND canonical
     ORDER BY block_number, log_index`,
    [vault.tenantId, vault.id, from, to],
  );
  return rows.map(toEvent);
}

/** The last block that a page of about `limit` canonical events from `from` reaches; whole blocks, never past `to`. */
export async function findPageEnd(
  client: pg.ClientBase | pg.Pool,
  vault: HouseVault,
  { from, to }: BlockRange,
  limit: number,
): Promise<bigint> {
  const { rows } = await client.query<{ block_number: bigint }>(
    `SELECT block_number FROM chain_events
     WHERE tenant_id = $1 AND vault_id = $2 AND block_number BETWEEN $3 AND $4 AND canonical
     ORDER BY block_number, log_index OFFSET $5 LIMIT 1`,
    [vault.tenantId, vault.id, from, to, limit - 1],
  );
  return rows[0]?.block_number ?? to;
}

/** Marks the events of a dropped branch. Their rows stay. */
export async function markDropped(client: pg.ClientBase, vault: HouseVault, fork: bigint): Promise<void> {
  await client.query(
    `UPDATE chain_events SET canonical = false
     WHERE tenant_id = $1 AND vault_id = $2 AND block_number > $3 AND canonical`,
    [vault.tenantId, vault.id, fork],
  );
}

/** JSON knows no bigint: amounts are decimal strings. */
function toJson(args: VaultEvent["args"]): string {
  return JSON.stringify(args, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

function toEvent(row: EventRow): VaultEvent {
  return {
    ...eventShape.parse({ name: row.name, args: row.args }),
    chainId: Number(row.chain_id),
    blockNumber: row.block_number,
    blockHash: row.block_hash,
    blockTime: row.block_time,
    txHash: row.tx_hash,
    logIndex: row.log_index,
  };
}
