import type pg from "pg";

/** A version of a game, as it is kept. */
export interface GameConfigRow {
  readonly id: bigint;
  readonly game: string;
  readonly version: number;
  readonly edge_bps: number;
  readonly hash: string;
}

export interface NewGameConfig {
  readonly game: string;
  readonly version: number;
  readonly edgeBps: number;
  readonly content: string;
  readonly hash: string;
  /** The administrator who set the edge; null: it comes with the code. */
  readonly actorId: string | null;
}

/** Every version of every game that the house has ever offered, the newest first; edges are set a few times a year. */
export async function findGameConfigs(
  client: pg.ClientBase | pg.Pool,
  tenantId: number,
): Promise<GameConfigRow[]> {
  const { rows } = await client.query<GameConfigRow>({
    name: "game_configs",
    text: `
      SELECT id, game, version, edge_bps, hash FROM game_configs
      WHERE tenant_id = $1 ORDER BY game, version DESC`,
    values: [tenantId],
  });
  return rows;
}

/**
 * Puts a version into force.
 * @returns false when there is one of this number already, of whoever came first: read it and decide again
 */
export async function insertGameConfig(
  client: pg.ClientBase | pg.Pool,
  tenantId: number,
  { game, version, edgeBps, content, hash, actorId }: NewGameConfig,
): Promise<boolean> {
  // The engine's role may not name anybody.
  const [actorColumn, actorValue] = actorId === null ? ["", ""] : [", actor_id", ", $7"];
  const { rowCount } = await client.query(
    `INSERT INTO game_configs (tenant_id, game, version, edge_bps, content, hash${actorColumn})
     VALUES ($1, $2, $3, $4, $5, $6${actorValue})
     ON CONFLICT (tenant_id, game, version) DO NOTHING`,
    [tenantId, game, version, edgeBps, content, hash, ...(actorId === null ? [] : [actorId])],
  );
  return rowCount === 1;
}

/** A version with all that it consists of. */
export interface GameVersionRow {
  readonly game: string;
  readonly version: number;
  readonly edge_bps: number;
  readonly content: string;
  readonly hash: string;
  readonly in_force_since: Date;
}

/** Versions shown at most: more than a game gets in its life. */
const MAX_VERSIONS = 500;

/** The versions of one game, the newest first. */
export async function listGameVersions(
  client: pg.ClientBase,
  tenantId: number,
  game: string,
): Promise<GameVersionRow[]> {
  const { rows } = await client.query<GameVersionRow>(
    `SELECT game, version, edge_bps, content, hash, in_force_since FROM game_configs
     WHERE tenant_id = $1 AND game = $2 ORDER BY version DESC LIMIT ${MAX_VERSIONS}`,
    [tenantId, game],
  );
  return rows;
}
