import type pg from "pg";
import type { SealedSeed } from "#backend/modules/fairness/seedCipher.ts";

export interface PlayerKey {
  readonly tenantId: number;
  readonly userId: string;
}

/** A pair of seeds that bets use now, or will use after the next rotation. */
export interface LiveSeed {
  readonly id: bigint;
  readonly status: "active" | "next";
  readonly commitment: string;
  readonly client_seed: string;
  readonly nonce: number;
  readonly created_at: Date;
}

export interface RevealedSeed {
  readonly id: bigint;
  readonly commitment: string;
  readonly server_seed: string;
  readonly client_seed: string;
  readonly nonce: number;
  readonly revealed_at: Date;
}

export interface NewSeed extends PlayerKey {
  readonly status: "active" | "next";
  readonly seed: SealedSeed;
  readonly clientSeed: string;
}

export async function insertSeed(
  client: pg.ClientBase,
  { tenantId, userId, status, seed, clientSeed }: NewSeed,
): Promise<void> {
  await client.query(
    `INSERT INTO seeds (tenant_id, user_id, status, commitment, server_seed_encrypted, client_seed, activated_at)
     VALUES ($1, $2, $3, $4, $5, $6, CASE $3 WHEN 'active' THEN now() END)`,
    [tenantId, userId, status, seed.commitment, seed.sealed, clientSeed],
  );
}

/** The player's active and next pair. */
export async function findLiveSeeds(
  client: pg.ClientBase,
  { tenantId, userId }: PlayerKey,
): Promise<LiveSeed[]> {
  const { rows } = await client.query<LiveSeed>(
    `SELECT id, status, commitment, client_seed, nonce, created_at FROM seeds
     WHERE tenant_id = $1 AND user_id = $2 AND status IN ('active', 'next')`,
    [tenantId, userId],
  );
  return rows;
}

/**
 * Holds off the player's bets and every other change of the player's seeds until the transaction ends: bets
 * lock the same accounts before they read a seed. Seeds must be read by a later statement.
 */
export async function lockSeeds(client: pg.ClientBase, { tenantId, userId }: PlayerKey): Promise<void> {
  await client.query(
    `SELECT id FROM accounts WHERE tenant_id = $1 AND kind = 'player_cash' AND owner_id = $2
     ORDER BY id FOR NO KEY UPDATE`,
    [tenantId, userId],
  );
}

/** A round that is not over yet; all open rounds are under the active pair. */
export async function findOpenRound(
  client: pg.ClientBase,
  { tenantId, userId }: PlayerKey,
): Promise<{ readonly id: string; readonly game: string } | undefined> {
  const { rows } = await client.query<{ id: string; game: string }>(
    "SELECT id, game FROM rounds WHERE tenant_id = $1 AND user_id = $2 AND status = 'open' ORDER BY game LIMIT 1",
    [tenantId, userId],
  );
  return rows[0];
}

/** Changes the active pair's client seed while no bet has used it. @returns whether it did */
export async function updateUnusedClientSeed(
  client: pg.ClientBase,
  { tenantId, userId }: PlayerKey,
  clientSeed: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE seeds SET client_seed = $3
     WHERE tenant_id = $1 AND user_id = $2 AND status = 'active' AND nonce = 0`,
    [tenantId, userId, clientSeed],
  );
  return rowCount === 1;
}

export async function readSealed(
  client: pg.ClientBase,
  tenantId: number,
  seedId: bigint,
): Promise<Buffer | undefined> {
  const { rows } = await client.query<{ server_seed_encrypted: Buffer }>(
    "SELECT server_seed_encrypted FROM seeds WHERE tenant_id = $1 AND id = $2",
    [tenantId, seedId],
  );
  return rows[0]?.server_seed_encrypted;
}

/**
 * Publishes the server seed of the active pair. The time is that of the statement, which is after the lock and so
 * after every bet under this seed; the transaction may have begun before some of them.
 * @returns undefined when it is active no more
 */
export async function revealSeed(
  client: pg.ClientBase,
  {
    tenantId,
    seedId,
    serverSeed,
  }: { readonly tenantId: number; readonly seedId: bigint; readonly serverSeed: string },
): Promise<RevealedSeed | undefined> {
  const { rows } = await client.query<RevealedSeed>(
    `UPDATE seeds SET status = 'revealed', server_seed = $3, revealed_at = clock_timestamp()
     WHERE tenant_id = $1 AND id = $2 AND status = 'active'
     RETURNING id, commitment, server_seed, client_seed, nonce, revealed_at`,
    [tenantId, seedId, serverSeed],
  );
  return rows[0];
}

/** Makes the next pair the active one. @returns whether it was still the next */
export async function activateSeed(
  client: pg.ClientBase,
  {
    tenantId,
    seedId,
    clientSeed,
  }: { readonly tenantId: number; readonly seedId: bigint; readonly clientSeed: string },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE seeds SET status = 'active', client_seed = $3, activated_at = clock_timestamp()
     WHERE tenant_id = $1 AND id = $2 AND status = 'next'`,
    [tenantId, seedId, clientSeed],
  );
  return rowCount === 1;
}

/** One of the player's pairs that was revealed. */
export async function findRevealedSeed(
  client: pg.ClientBase,
  { tenantId, userId }: PlayerKey,
  seedId: bigint,
): Promise<RevealedSeed | undefined> {
  const { rows } = await client.query<RevealedSeed>(
    `SELECT id, commitment, server_seed, client_seed, nonce, revealed_at FROM seeds
     WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND status = 'revealed'`,
    [tenantId, userId, seedId],
  );
  return rows[0];
}

/** Revealed pairs, newest first, older than the given seed. */
export async function listRevealedSeeds(
  client: pg.ClientBase,
  { tenantId, userId }: PlayerKey,
  { before, limit }: { readonly before: bigint | null; readonly limit: number },
): Promise<RevealedSeed[]> {
  const { rows } = await client.query<RevealedSeed>(
    `SELECT id, commitment, server_seed, client_seed, nonce, revealed_at FROM seeds
     WHERE tenant_id = $1 AND user_id = $2 AND status = 'revealed' AND ($3::bigint IS NULL OR id < $3)
     ORDER BY id DESC LIMIT $4`,
    [tenantId, userId, before, limit],
  );
  return rows;
}
