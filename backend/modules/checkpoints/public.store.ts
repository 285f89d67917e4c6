import type pg from "pg";
import { z } from "zod";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { cursorNumber, decodeCursor } from "#backend/http/pageCursor.ts";
import type { CheckpointQuery, CheckpointView, TreePlace } from "#domain/api/checkpoints.ts";
import { type TreePlaceRow, treePlaceOf } from "./treePlaceRow.ts";

const position = z.strictObject({ checkpoint: cursorNumber });

interface ViewRow extends TreePlaceRow {
  readonly id: bigint;
  readonly entered: bigint;
  readonly executed: bigint;
  readonly cut_block: bigint | null;
  readonly leaf_count: number | null;
  readonly status: "published" | "final";
  readonly tx_hash: string;
  readonly published_at: Date;
  readonly has_leaves: boolean;
}

const SELECT = `
  SELECT checkpoint.id, chain_id, vault.address AS vault, checkpoint.currency, token, epoch, root, total, entered,
    executed, cut_block, leaf_count, status, tx_hash, published_at, leaves IS NOT NULL AS has_leaves
  FROM checkpoints AS checkpoint
  JOIN vaults AS vault ON vault.tenant_id = checkpoint.tenant_id AND vault.id = checkpoint.vault_id
  JOIN currencies ON currencies.tenant_id = checkpoint.tenant_id AND code = checkpoint.currency`;

/** The house's published checkpoints, newest first. @throws CursorInvalid */
export async function listCheckpoints(
  client: pg.ClientBase,
  tenantId: number,
  { currency, cursor, limit }: CheckpointQuery,
): Promise<Page<CheckpointView>> {
  const after = cursor === undefined ? null : decodeCursor(position, cursor).checkpoint;
  const { rows } = await client.query<ViewRow>(
    `${SELECT} WHERE checkpoint.tenant_id = $1 AND status <> 'built'
       AND ($2::text IS NULL OR checkpoint.currency = $2) AND ($3::bigint IS NULL OR checkpoint.id < $3)
     ORDER BY checkpoint.id DESC LIMIT $4`,
    [tenantId, currency ?? null, after, limit + 1],
  );
  return cutPage(rows, { limit, toItem: toView, positionOf: ({ id }) => ({ checkpoint: String(id) }) });
}

/** Which published tree is meant. */
export interface TreeWanted {
  readonly currency: string;
  /** The last one when null. */
  readonly epoch: string | null;
  /** In lower case; the house's newest vault when undefined. */
  readonly vault: string | undefined;
}

/** A published tree whose leaves are known. */
export interface KnownTree {
  readonly id: bigint;
  readonly place: TreePlace;
  readonly isFinal: boolean;
}

/** @returns null when there is no such checkpoint, or its leaves are not kept any more */
export async function findTree(
  client: pg.ClientBase,
  tenantId: number,
  { currency, epoch, vault }: TreeWanted,
): Promise<KnownTree | null> {
  const { rows } = await client.query<ViewRow>(
    `${SELECT} WHERE checkpoint.tenant_id = $1 AND checkpoint.currency = $2 AND status <> 'built'
       AND ($3::bigint IS NULL OR epoch = $3) AND ($4::text IS NULL OR vault.address = $4)
     ORDER BY vault.id DESC, epoch DESC LIMIT 1`,
    [tenantId, currency, epoch, vault ?? null],
  );
  const [row] = rows;
  if (row === undefined || !row.has_leaves) return null;
  const { id, status } = row;
  return { id, place: treePlaceOf(row), isFinal: status === "final" };
}

export async function loadTreeLeaves(
  client: pg.ClientBase,
  tenantId: number,
  id: bigint,
): Promise<Buffer | null> {
  const { rows } = await client.query<{ leaves: Buffer | null }>(
    "SELECT leaves FROM checkpoints WHERE tenant_id = $1 AND id = $2",
    [tenantId, id],
  );
  return rows[0]?.leaves ?? null;
}

function toView(row: ViewRow): CheckpointView {
  return {
    ...treePlaceOf(row),
    entered: String(row.entered),
    executed: String(row.executed),
    cutBlock: row.cut_block === null ? null : String(row.cut_block),
    leafCount: row.leaf_count,
    status: row.status,
    txHash: row.tx_hash,
    publishedAt: row.published_at.toISOString(),
    hasLeaves: row.has_leaves,
  };
}
