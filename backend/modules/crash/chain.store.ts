import type pg from "pg";
import { invariant } from "#domain/errors.ts";
import type { TableKey } from "./table.ts";

/** A chain of hashes with all that is secret about it, encrypted. */
export interface ChainRow {
  readonly id: bigint;
  readonly epoch: bigint;
  readonly vault_id: number;
  readonly root: string;
  readonly games: number;
  readonly edge_bps: number;
  readonly marks_apart: number;
  readonly marks: Buffer;
  readonly played: number;
  readonly salt_block: bigint | null;
  readonly salt: string | null;
}

const COLUMNS = "id, epoch, vault_id, root, games, edge_bps, marks_apart, marks, played, salt_block, salt";

/** Chains with games left, oldest first; without those whose place in the registry was taken by something else. */
export async function findLiveChains(pool: pg.Pool, { tenantId, currency }: TableKey): Promise<ChainRow[]> {
  const { rows } = await pool.query<ChainRow>(
    `SELECT ${COLUMNS} FROM crash_chains AS chain
     WHERE tenant_id = $1 AND currency = $2 AND played < games AND NOT EXISTS (
       SELECT FROM fairness_anchors AS anchor
       WHERE anchor.vault_id = chain.vault_id AND anchor.kind = chain.kind AND anchor.epoch = chain.epoch
         AND anchor.root <> '0x' || chain.commitment)
     ORDER BY id`,
    [tenantId, currency],
  );
  return rows;
}

export interface NewChain extends TableKey {
  readonly kind: string;
  readonly root: string;
  readonly games: number;
  readonly edgeBps: number;
  readonly marksApart: number;
  readonly marks: Buffer;
}

/** The house's newest vault on the chain, if it has a registry to anchor chains in. */
export async function findRegistryVault(
  pool: pg.Pool,
  tenantId: number,
  chainId: number,
): Promise<number | undefined> {
  const { rows } = await pool.query<{ id: number; has_registry: boolean }>(
    `SELECT id, fairness_registry_address IS NOT NULL AS has_registry FROM vaults
     WHERE tenant_id = $1 AND chain_id = $2 ORDER BY id DESC LIMIT 1`,
    [tenantId, chainId],
  );
  const [vault] = rows;
  return vault?.has_registry ? vault.id : undefined;
}

/** Records a chain under the next epoch of its kind, in the caller's transaction. */
export async function insertChain(client: pg.ClientBase, vaultId: number, chain: NewChain): Promise<void> {
  const { tenantId, currency, kind, root, games, edgeBps, marksApart, marks } = chain;
  await client.query(
    `INSERT INTO crash_chains (tenant_id, currency, vault_id, epoch, kind, root, games, edge_bps, marks_apart, marks)
     SELECT $1, $2, $3, 1 + greatest(
         (SELECT coalesce(max(epoch), 0) FROM crash_chains WHERE vault_id = $3 AND kind = $4),
         (SELECT coalesce(max(epoch), 0) FROM fairness_anchors WHERE vault_id = $3 AND kind = $4)),
       $4, $5, $6, $7, $8, $9`,
    [tenantId, currency, vaultId, kind, root, games, edgeBps, marksApart, marks],
  );
}

/**
 * Notes where a chain's commitment stands in the registry, once that is final, and with it the block whose hash becomes the
 * salt: so many blocks later, which nobody knew when it was sent.
 */
export async function recordAnchors(
  client: pg.ClientBase,
  { tenantId, currency }: TableKey,
  saltDistance: number,
): Promise<void> {
  await client.query(
    `UPDATE crash_chains AS chain
     SET anchor_block = anchor.block_number, anchor_tx = anchor.tx_hash, salt_block = anchor.block_number + $3
     FROM fairness_anchors AS anchor
     JOIN chain_cursors AS cursor ON cursor.vault_id = anchor.vault_id
     WHERE chain.tenant_id = $1 AND chain.currency = $2 AND chain.salt_block IS NULL
       AND anchor.vault_id = chain.vault_id AND anchor.kind = chain.kind AND anchor.epoch = chain.epoch
       AND anchor.root = '0x' || chain.commitment AND anchor.block_number <= cursor.final_number`,
    [tenantId, currency, saltDistance],
  );
}

/** The final block of a vault's chain, as far as the indexer has come. */
export async function findFinalBlock(client: pg.Pool, vaultId: number): Promise<bigint | undefined> {
  const { rows } = await client.query<{ final_number: bigint }>(
    "SELECT final_number FROM chain_cursors WHERE vault_id = $1",
    [vaultId],
  );
  return rows[0]?.final_number;
}

export async function saveSalt(
  client: pg.ClientBase,
  { tenantId, chainId, salt }: { readonly tenantId: number; readonly chainId: bigint; readonly salt: string },
): Promise<void> {
  await client.query(
    "UPDATE crash_chains SET salt = $3, salted_at = now() WHERE tenant_id = $1 AND id = $2 AND salt IS NULL",
    [tenantId, chainId, salt],
  );
}

/** Uses up the chain's next game, in the caller's transaction; nobody else uses it. */
export async function takeGame(
  client: pg.ClientBase,
  { tenantId, chainId, game }: { readonly tenantId: number; readonly chainId: bigint; readonly game: number },
): Promise<void> {
  const { rowCount } = await client.query(
    "UPDATE crash_chains SET played = $3 WHERE tenant_id = $1 AND id = $2 AND played = $3 - 1",
    [tenantId, chainId, game],
  );
  invariant(rowCount === 1, "a chain's games are played one after the other, each once");
}
