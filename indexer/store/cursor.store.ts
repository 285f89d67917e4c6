import type pg from "pg";
import type { Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** How far a vault is recorded. */
export interface Cursor {
  /** The last recorded block. */
  readonly number: bigint;
  readonly hash: Hex;
  /** The chain's newest block when the cursor last moved. */
  readonly headNumber: bigint;
  /** The last block whose money counts as final. */
  readonly finalNumber: bigint;
}

/** Someone else moved the cursor: another indexer works on this vault. Nothing was written. */
export class CursorMoved extends FairhouseError {
  readonly code = "CURSOR_MOVED";

  constructor(vault: HouseVault) {
    super(`The cursor of vault ${vault.address} moved meanwhile: look at it again.`);
  }
}

interface CursorRow {
  readonly block_number: bigint;
  readonly block_hash: Hex;
  readonly head_number: bigint;
  readonly final_number: bigint;
}

const SELECT = `SELECT block_number, block_hash, head_number, final_number
  FROM chain_cursors WHERE tenant_id = $1 AND vault_id = $2`;

/** The vault's cursor; undefined before its first block. */
export async function findCursor(
  client: pg.ClientBase | pg.Pool,
  vault: HouseVault,
): Promise<Cursor | undefined> {
  const { rows } = await client.query<CursorRow>(SELECT, [vault.tenantId, vault.id]);
  return rows[0] && toCursor(rows[0]);
}

/** Makes everyone else who writes for this vault wait until the transaction ends, and tells where it stands. */
export async function lockCursor(client: pg.ClientBase, vault: HouseVault): Promise<Cursor | undefined> {
  const { rows } = await client.query<CursorRow>(`${SELECT} FOR UPDATE`, [vault.tenantId, vault.id]);
  return rows[0] && toCursor(rows[0]);
}

/** Locks the cursor, which must still stand where the caller saw it. @throws CursorMoved */
export async function requireCursor(client: pg.ClientBase, vault: HouseVault, seen: Cursor): Promise<Cursor> {
  const cursor = await lockCursor(client, vault);
  if (cursor?.number !== seen.number || cursor.hash !== seen.hash) throw new CursorMoved(vault);
  return cursor;
}

/** Begins a vault's record just before its first block. Leaves an existing cursor alone. */
export async function openCursor(client: pg.ClientBase, vault: HouseVault, cursor: Cursor): Promise<void> {
  await client.query(
    `INSERT INTO chain_cursors (tenant_id, vault_id, block_number, block_hash, head_number, final_number)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [vault.tenantId, vault.id, cursor.number, cursor.hash, cursor.headNumber, cursor.finalNumber],
  );
}

export async function moveCursor(client: pg.ClientBase, vault: HouseVault, cursor: Cursor): Promise<void> {
  await client.query(
    `UPDATE chain_cursors
     SET block_number = $3, block_hash = $4, head_number = $5, final_number = $6, updated_at = now()
     WHERE tenant_id = $1 AND vault_id = $2`,
    [vault.tenantId, vault.id, cursor.number, cursor.hash, cursor.headNumber, cursor.finalNumber],
  );
}

function toCursor(row: CursorRow): Cursor {
  return {
    number: row.block_number,
    hash: row.block_hash,
    headNumber: row.head_number,
    finalNumber: row.final_number,
  };
}
