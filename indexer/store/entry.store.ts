import type pg from "pg";
import { bigintColumn, byteaColumn, integerColumn, textColumn } from "#backend/db/columns.ts";
import type { BlockRange } from "#domain/indexing/blockRange.ts";
import type { RegistrationAccepted, RetopupCompleted } from "#domain/indexing/vaultEvent.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

export type EntryPaid = RegistrationAccepted | RetopupCompleted;
/** What the row should say of an entry whose block is final, and of one whose block is not. */
export type EntryStatus = "final" | "confirming";

const NOBODY = `0x${"0".repeat(40)}`;

const INSERT = `INSERT INTO plan_entries (tenant_id, vault_id, status, kind, account, sponsor, token, amount, entry_nonce,
    placement_hint, block_number, block_hash, tx_hash, log_index, paid_at)
  SELECT $1, $2, $3, kind, account, sponsor, token, amount, entry_nonce::numeric, placement_hint, block_number,
    block_hash, tx_hash, log_index, to_timestamp(block_time)
  FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[], $10::bytea[], $11::bigint[],
    $12::bytea[], $13::bytea[], $14::integer[], $15::bigint[])
    AS paid (kind, account, sponsor, token, amount, entry_nonce, placement_hint, block_number, block_hash, tx_hash,
      log_index, block_time)`;

/** Records entries that are new. @throws Error (unique violation) when one of them is on record already */
export async function insertEntries(
  client: pg.ClientBase,
  vault: HouseVault,
  status: EntryStatus,
  entries: readonly EntryPaid[],
): Promise<void> {
  if (entries.length > 0) await client.query(INSERT, columnsOf(vault, status, entries));
}

/** Records entries; one that a reorg reversed and that came back begins anew, and none goes back to confirming. */
export async function saveEntries(
  client: pg.ClientBase,
  vault: HouseVault,
  status: EntryStatus,
  entries: readonly EntryPaid[],
): Promise<void> {
  if (entries.length === 0) return;
  await client.query(
    `${INSERT} ON CONFLICT (vault_id, block_number, log_index, block_hash) DO UPDATE SET status = excluded.status
     WHERE plan_entries.status = 'reversed'
       OR (plan_entries.status = 'confirming' AND excluded.status = 'final')`,
    columnsOf(vault, status, entries),
  );
}

/** Entries that can no longer be dropped: all of these blocks are final. */
export async function finalizeEntries(
  client: pg.ClientBase,
  vault: HouseVault,
  { from, to }: BlockRange,
): Promise<void> {
  await client.query(
    `UPDATE plan_entries SET status = 'final'
     WHERE vault_id = $2 AND block_number BETWEEN $3 AND $4 AND tenant_id = $1 AND status = 'confirming'`,
    [vault.tenantId, vault.id, from, to],
  );
}

/** Entries that the chain dropped: all from a block on. */
export async function reverseEntries(client: pg.ClientBase, vault: HouseVault, from: bigint): Promise<void> {
  await client.query(
    `UPDATE plan_entries SET status = 'reversed'
     WHERE vault_id = $2 AND block_number >= $3 AND tenant_id = $1 AND status = 'confirming'`,
    [vault.tenantId, vault.id, from],
  );
}

function columnsOf(vault: HouseVault, status: EntryStatus, entries: readonly EntryPaid[]): unknown[] {
  return [
    vault.tenantId,
    vault.id,
    status,
    textColumn(entries.map(({ name }) => (name === "RegistrationAccepted" ? "registration" : "retopup"))),
    textColumn(entries.map(({ args }) => args.account)),
    textColumn(entries.map(({ args }) => (args.sponsor === NOBODY ? null : args.sponsor))),
    textColumn(entries.map(({ args }) => args.token)),
    bigintColumn(entries.map(({ args }) => args.quanta)),
    textColumn(entries.map(({ args }) => `${args.nonce}`)),
    byteaColumn(entries.map(({ args }) => args.placementHint)),
    bigintColumn(entries.map(({ blockNumber }) => blockNumber)),
    byteaColumn(entries.map(({ blockHash }) => blockHash)),
    byteaColumn(entries.map(({ txHash }) => txHash)),
    integerColumn(entries.map(({ logIndex }) => logIndex)),
    bigintColumn(entries.map(({ blockTime }) => blockTime)),
  ];
}
