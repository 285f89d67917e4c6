import type pg from "pg";
import type { Bytes32Hex, EvmAddress } from "#domain/chain/hex.ts";

/** How many epochs keep their leaves; of older ones the root and the sums remain. At one an hour, a week and a half. */
const EPOCHS_WITH_LEAVES = 256n;

/** A vault as the books name it. */
export interface BooksVault {
  readonly id: number;
  readonly tenantId: number;
}

/** One token of a vault that checkpoints are published for. */
export interface CheckpointCurrency {
  readonly code: string;
  readonly token: EvmAddress;
}

/** A checkpoint's row without its leaves; amounts in minor units. */
export interface CheckpointRow {
  readonly id: bigint;
  readonly epoch: bigint;
  readonly root: Bytes32Hex;
  readonly total: bigint;
  readonly entered: bigint;
  readonly executed: bigint;
  readonly status: "built" | "published" | "final";
}

export async function findCurrencies(pool: pg.Pool, { tenantId }: BooksVault): Promise<CheckpointCurrency[]> {
  const { rows } = await pool.query<CheckpointCurrency>(
    "SELECT code, token FROM currencies WHERE tenant_id = $1 ORDER BY code",
    [tenantId],
  );
  return rows;
}

/**
 * The last epoch of a currency, or the first that is not published, because a reorganisation can take back several;
 * and what decides whether it is time for the next step.
 */
export interface NewestCheckpoint extends CheckpointRow {
  /** Since it was built, or built anew. */
  readonly ageMs: number;
  /** Whether a transaction that publishes it may still be mined. */
  readonly isOnItsWay: boolean;
}

export async function findNewest(
  pool: pg.Pool,
  vault: BooksVault,
  currency: string,
): Promise<NewestCheckpoint | null> {
  const { rows } = await pool.query<CheckpointRow & { age_ms: number; is_on_its_way: boolean }>(
    `SELECT id, epoch, root, total, entered, executed, status,
       (extract(epoch FROM now() - created_at) * 1000)::double precision AS age_ms,
       EXISTS (SELECT FROM chain_transactions AS tx WHERE tx.tenant_id = checkpoints.tenant_id
         AND tx.checkpoint_id = checkpoints.id AND tx.status IN ('pending', 'mined')) AS is_on_its_way
     FROM checkpoints WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3
     ORDER BY (status = 'built') DESC, CASE WHEN status = 'built' THEN epoch ELSE -epoch END LIMIT 1`,
    [vault.tenantId, vault.id, currency],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { age_ms: ageMs, is_on_its_way: isOnItsWay, ...checkpoint } = row;
  return { ...checkpoint, ageMs, isOnItsWay };
}

/** Whether a built batch waits for a checkpoint that carries it. */
export async function hasUncarriedBatch(
  pool: pg.Pool,
  vault: BooksVault,
  currency: string,
): Promise<boolean> {
  const { rows } = await pool.query(
    `SELECT FROM payout_batches WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3
       AND status = 'built' AND checkpoint_epoch IS NULL LIMIT 1`,
    [vault.tenantId, vault.id, currency],
  );
  return rows.length > 0;
}

/** What a tree was built from and what it came to. */
export interface BuiltCheckpoint {
  readonly currency: string;
  readonly epoch: bigint;
  readonly root: Bytes32Hex;
  readonly total: bigint;
  readonly entered: bigint;
  readonly executed: bigint;
  readonly cutBlock: bigint;
  readonly leafCount: number;
  readonly leaves: Buffer;
}

/**
 * Stores a checkpoint in the caller's transaction: as a new epoch, or in the place of one that was built and that no
 * transaction can publish any more. Old epochs lose their leaves.
 * @returns its id; null when the epoch is published, or on its way, by now
 */
export async function saveBuilt(
  client: pg.ClientBase,
  vault: BooksVault,
  built: BuiltCheckpoint,
): Promise<bigint | null> {
  const { rows } = await client.query<{ id: bigint }>(
    `INSERT INTO checkpoints AS checkpoint
       (tenant_id, vault_id, currency, epoch, root, total, entered, executed, cut_block, leaf_count, leaves, status)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'built')
     ON CONFLICT (vault_id, currency, epoch) DO UPDATE SET root = excluded.root, total = excluded.total,
       entered = excluded.entered, executed = excluded.executed, cut_block = excluded.cut_block,
       leaf_count = excluded.leaf_count, leaves = excluded.leaves, created_at = now()
     WHERE checkpoint.status = 'built' AND NOT EXISTS (
       SELECT FROM chain_transactions AS tx WHERE tx.tenant_id = checkpoint.tenant_id
         AND tx.checkpoint_id = checkpoint.id AND tx.status IN ('pending', 'mined'))
     RETURNING id`,
    [
      vault.tenantId,
      vault.id,
      built.currency,
      built.epoch,
      built.root,
      built.total,
      built.entered,
      built.executed,
      built.cutBlock,
      built.leafCount,
      built.leaves,
    ],
  );
  const [row] = rows;
  if (row === undefined) return null;
  await client.query(
    `UPDATE checkpoints SET leaves = NULL
     WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3 AND epoch <= $4 AND leaves IS NOT NULL`,
    [vault.tenantId, vault.id, built.currency, built.epoch - EPOCHS_WITH_LEAVES],
  );
  return row.id;
}

/** Gives its epoch to each built batch that the snapshot holds and that has none, in the same transaction. */
export async function assignEpoch(
  client: pg.ClientBase,
  vault: BooksVault,
  { currency, epoch }: Pick<BuiltCheckpoint, "currency" | "epoch">,
): Promise<void> {
  await client.query(
    `UPDATE payout_batches SET checkpoint_epoch = $4, updated_at = now()
     WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3 AND status = 'built' AND checkpoint_epoch IS NULL`,
    [vault.tenantId, vault.id, currency, epoch],
  );
}

/** A built checkpoint with its token; null when it is published by now. */
export async function findBuilt(
  pool: pg.Pool,
  { tenantId }: BooksVault,
  id: bigint,
): Promise<(CheckpointRow & { readonly token: EvmAddress }) | null> {
  const { rows } = await pool.query<CheckpointRow & { token: EvmAddress }>(
    `SELECT checkpoint.id, epoch, root, total, entered, executed, status, token
     FROM checkpoints AS checkpoint
     JOIN currencies ON currencies.tenant_id = checkpoint.tenant_id AND currencies.code = checkpoint.currency
     WHERE checkpoint.tenant_id = $1 AND checkpoint.id = $2 AND status = 'built'`,
    [tenantId, id],
  );
  return rows[0] ?? null;
}

/** A published checkpoint with its leaves. */
export interface PublishedRow {
  readonly epoch: bigint;
  readonly root: Bytes32Hex;
  readonly total: bigint;
  readonly token: EvmAddress;
  readonly leaves: Buffer;
}

/** The last published checkpoint; null when there is none, or somebody else published it and its leaves are unknown. */
export async function findPublished(
  pool: pg.Pool,
  vault: BooksVault,
  currency: string,
): Promise<PublishedRow | null> {
  const { rows } = await pool.query<Omit<PublishedRow, "leaves"> & { leaves: Buffer | null }>(
    `SELECT epoch, root, total, token, leaves FROM checkpoints
     JOIN currencies ON currencies.tenant_id = checkpoints.tenant_id AND code = currency
     WHERE checkpoints.tenant_id = $1 AND vault_id = $2 AND currency = $3 AND status <> 'built'
     ORDER BY epoch DESC LIMIT 1`,
    [vault.tenantId, vault.id, currency],
  );
  const [row] = rows;
  return row === undefined || row.leaves === null ? null : { ...row, leaves: row.leaves };
}
