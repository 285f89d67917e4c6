import type pg from "pg";
import { EPOCH_KIND, type EpochSection } from "#domain/fairness/epoch.ts";
import { HASH_BYTES } from "#domain/fairness/epochTree.ts";

export interface EpochRow {
  readonly id: bigint;
  readonly epoch: bigint;
  readonly root: string;
  readonly built_at: Date;
  readonly chain_id: bigint;
  readonly registry: string | null;
  readonly sections: readonly {
    readonly section: EpochSection;
    readonly root: string;
    readonly size: number;
  }[];
  readonly anchored_root: string | null;
  readonly block_number: bigint | null;
  readonly block_time: bigint | null;
  readonly tx_hash: string | null;
  readonly is_final: boolean | null;
}

const EPOCH_COLUMNS = `epoch.id, epoch.epoch, epoch.root, epoch.built_at, vault.chain_id,
  vault.fairness_registry_address AS registry,
  (SELECT jsonb_agg(jsonb_build_object('section', section, 'root', section.root, 'size', size))
   FROM fairness_epoch_sections AS section WHERE section.tenant_id = epoch.tenant_id AND epoch_id = epoch.id) AS sections,
  anchor.root AS anchored_root, anchor.block_number, anchor.block_time, anchor.tx_hash,
  anchor.block_number <= cursor.final_number AS is_final
  FROM fairness_epochs AS epoch
  JOIN vaults AS vault ON vault.tenant_id = epoch.tenant_id AND vault.id = epoch.vault_id
  LEFT JOIN fairness_anchors AS anchor
    ON anchor.vault_id = epoch.vault_id AND anchor.kind = '${EPOCH_KIND}' AND anchor.epoch = epoch.epoch
  LEFT JOIN chain_cursors AS cursor ON cursor.vault_id = epoch.vault_id`;

/** A house's epochs, newest first, older than the given one. */
export async function listEpochs(
  client: pg.ClientBase,
  tenantId: number,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<EpochRow[]> {
  const { rows } = await client.query<EpochRow>(
    `SELECT ${EPOCH_COLUMNS}
     WHERE epoch.tenant_id = $1 AND ($2::bigint IS NULL OR epoch.id < $2) ORDER BY epoch.id DESC LIMIT $3`,
    [tenantId, before, limit],
  );
  return rows;
}

export async function findEpoch(
  client: pg.ClientBase,
  tenantId: number,
  id: string,
): Promise<EpochRow | undefined> {
  const { rows } = await client.query<EpochRow>(
    `SELECT ${EPOCH_COLUMNS} WHERE epoch.tenant_id = $1 AND epoch.id = $2`,
    [tenantId, id],
  );
  return rows[0];
}

/** Where in a tree something is read; trees are large, and are never read whole. */
export interface TreePlace {
  readonly epochId: bigint;
  readonly section: EpochSection;
  readonly column: "hashes" | "nodes";
  /** In hashes, from 0. */
  readonly places: readonly number[];
}

/** Hashes out of a tree, in the order asked for, as hex digits; none when the tree is not kept any more. */
export async function readTree(
  client: pg.ClientBase,
  tenantId: number,
  { epochId, section, column, places }: TreePlace,
): Promise<string[]> {
  const { rows } = await client.query<{ hash: string }>(
    `SELECT encode(substr(${column}, place * ${HASH_BYTES} + 1, ${HASH_BYTES}), 'hex') AS hash
     FROM fairness_epoch_sections, unnest($4::integer[]) WITH ORDINALITY AS wanted (place, nr)
     WHERE tenant_id = $1 AND epoch_id = $2 AND section = $3 AND ${column} IS NOT NULL ORDER BY nr`,
    [tenantId, epochId, section, places],
  );
  return rows.map(({ hash }) => hash);
}
