import type pg from "pg";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import { EPOCH_SECTIONS, type EpochSection } from "#domain/fairness/epoch.ts";

/** A vault as the books name it. */
export interface BooksVault {
  readonly id: number;
  readonly tenantId: number;
}

/** How many epochs keep the tree of their seeds; of older ones the roots remain. At one an hour, a month. */
const EPOCHS_WITH_SEEDS = 720n;

/** Where the house anchors; null: nowhere. */
export async function findRegistry(pool: pg.Pool, vault: BooksVault): Promise<EvmAddress | null> {
  const { rows } = await pool.query<{ registry: EvmAddress | null }>(
    "SELECT fairness_registry_address AS registry FROM vaults WHERE tenant_id = $1 AND id = $2",
    [vault.tenantId, vault.id],
  );
  return rows[0]?.registry ?? null;
}

/** How long ago the last epoch was built; null before the first. */
export async function ageOfNewestEpoch(pool: pg.Pool, vault: BooksVault): Promise<number | null> {
  const { rows } = await pool.query<{ age_ms: number | null }>(
    `SELECT (extract(epoch FROM now() - max(built_at)) * 1000)::double precision AS age_ms
     FROM fairness_epochs WHERE tenant_id = $1 AND vault_id = $2`,
    [vault.tenantId, vault.id],
  );
  return rows[0]?.age_ms ?? null;
}

/** What is committed to at this moment: hashes in rising order, one after the other. */
export type SectionHashes = Readonly<Record<EpochSection, Buffer>>;

const LIVE_HASHES: Readonly<Record<EpochSection, string>> = {
  seeds: "SELECT commitment AS hash FROM seeds WHERE tenant_id = $1 AND status IN ('active', 'next')",
  games: "SELECT hash FROM game_configs WHERE tenant_id = $1",
  chains: "SELECT commitment AS hash FROM crash_chains WHERE tenant_id = $1 AND played < games",
};

export async function readLiveHashes(client: pg.ClientBase, tenantId: number): Promise<SectionHashes> {
  const read = async (section: EpochSection): Promise<Buffer> => {
    const { rows } = await client.query<{ hashes: Buffer }>(
      `SELECT coalesce(string_agg(bytes, ''::bytea ORDER BY bytes), ''::bytea) AS hashes
       FROM (SELECT DISTINCT decode(hash, 'hex') AS bytes FROM (${LIVE_HASHES[section]}) AS live) AS each`,
      [tenantId],
    );
    const hashes = rows[0]?.hashes;
    invariant(hashes !== undefined, "an aggregate gives one row");
    return hashes;
  };
  return { seeds: await read("seeds"), games: await read("games"), chains: await read("chains") };
}

export interface BuiltSection {
  readonly root: string;
  readonly size: number;
  readonly hashes: Uint8Array;
  readonly nodes: Uint8Array;
}

export interface BuiltEpoch {
  readonly epoch: bigint;
  readonly root: string;
  readonly sections: Readonly<Record<EpochSection, BuiltSection>>;
}

/** Stores an epoch in the caller's transaction; nothing happens when its number is taken. Old epochs lose their seeds' trees. */
export async function insertEpoch(
  client: pg.ClientBase,
  vault: BooksVault,
  { epoch, root, sections }: BuiltEpoch,
): Promise<void> {
  const { rows } = await client.query<{ id: bigint }>(
    `INSERT INTO fairness_epochs (tenant_id, vault_id, epoch, root) VALUES ($1, $2, $3, $4)
     ON CONFLICT (vault_id, epoch) DO NOTHING RETURNING id`,
    [vault.tenantId, vault.id, epoch, root],
  );
  const [row] = rows;
  if (row === undefined) return;
  for (const section of EPOCH_SECTIONS) {
    const { root: sectionRoot, size, hashes, nodes } = sections[section];
    await client.query(
      `INSERT INTO fairness_epoch_sections (tenant_id, epoch_id, section, root, size, hashes, nodes)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [vault.tenantId, row.id, section, sectionRoot, size, hashes, nodes],
    );
  }
  await client.query(
    `UPDATE fairness_epoch_sections AS section SET hashes = NULL, nodes = NULL
     FROM fairness_epochs AS old
     WHERE old.tenant_id = $1 AND old.vault_id = $2 AND old.epoch <= $3
       AND section.epoch_id = old.id AND section.section = 'seeds' AND section.hashes IS NOT NULL`,
    [vault.tenantId, vault.id, epoch - EPOCHS_WITH_SEEDS],
  );
}

/** Whether an epoch of this number was built. */
export async function hasEpoch(pool: pg.Pool, vault: BooksVault, epoch: bigint): Promise<boolean> {
  const { rows } = await pool.query(
    "SELECT FROM fairness_epochs WHERE tenant_id = $1 AND vault_id = $2 AND epoch = $3",
    [vault.tenantId, vault.id, epoch],
  );
  return rows.length > 0;
}
