import type pg from "pg";
import type { EvmAddress } from "#domain/chain/hex.ts";
import type { Change } from "#domain/indexing/governance.ts";
import type { Anchored } from "#domain/indexing/governanceEvent.ts";
import type { GovernanceState } from "#domain/indexing/governanceState.ts";
import { type GovernanceTable, governanceRows, type Row } from "#indexer/store/governanceRows.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** An event with the contract that it came from. */
type Emitted<Event> = Event & { readonly emitter: EvmAddress };

/** Records changes in the order of the chain; those on record stay as they are. */
export async function saveChanges(
  client: pg.ClientBase,
  vault: HouseVault,
  changes: readonly Emitted<Change>[],
): Promise<void> {
  const rows = changes.map((change) => ({
    block_number: change.blockNumber,
    log_index: change.logIndex,
    block_hash: change.blockHash,
    block_time: change.blockTime,
    tx_hash: change.txHash,
    emitter: change.emitter,
    name: change.name,
    args: change.args,
  }));
  await insert(client, vault, "governance_changes", rows, "ON CONFLICT DO NOTHING");
}

/** Records anchored roots; the registry takes each epoch of a kind once. */
export async function saveAnchors(
  client: pg.ClientBase,
  vault: HouseVault,
  anchors: readonly Anchored[],
): Promise<void> {
  const rows = anchors.map(({ args, blockNumber, blockTime, txHash, logIndex }) => ({
    ...args,
    ...{ block_number: blockNumber, block_time: blockTime, tx_hash: txHash, log_index: logIndex },
  }));
  await insert(client, vault, "fairness_anchors", rows, "ON CONFLICT DO NOTHING");
}

/** Forgets everything from a block on, which the chain dropped. */
export async function forgetFrom(client: pg.ClientBase, vault: HouseVault, block: bigint): Promise<void> {
  for (const table of ["governance_changes", "fairness_anchors"] as const) {
    await client.query(`DELETE FROM ${table} WHERE tenant_id = $1 AND vault_id = $2 AND block_number >= $3`, [
      vault.tenantId,
      vault.id,
      block,
    ]);
  }
}

/** Puts a state in the place of the one before. */
export async function replaceState(
  client: pg.ClientBase,
  vault: HouseVault,
  state: GovernanceState,
): Promise<void> {
  for (const [table, rows] of governanceRows(state)) {
    await client.query(`DELETE FROM ${table} WHERE tenant_id = $1 AND vault_id = $2`, [
      vault.tenantId,
      vault.id,
    ]);
    await insert(client, vault, table, rows);
  }
}

async function insert(
  client: pg.ClientBase,
  vault: HouseVault,
  table: GovernanceTable | "governance_changes" | "fairness_anchors",
  rows: readonly Row[],
  onConflict = "",
): Promise<void> {
  if (rows.length === 0) return;
  const owned = rows.map((row) => ({ tenant_id: vault.tenantId, vault_id: vault.id, ...row }));
  await client.query(
    `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ${onConflict}`,
    [toJson(owned)],
  );
}

/** Numbers as text, large and small ones alike; Postgres keeps no zero character. */
function toJson(rows: readonly Row[]): string {
  return JSON.stringify(rows, (_, value: unknown) => {
    if (typeof value === "bigint" || typeof value === "number") return String(value);
    return typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;
  });
}
