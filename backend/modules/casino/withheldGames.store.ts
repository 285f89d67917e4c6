import type pg from "pg";

/** A game of the code that a house does not offer, and why. */
export interface WithheldGameRow {
  readonly game: string;
  /** Of the version that would have come into force. */
  readonly hash: string;
  readonly edge_bps: number;
  /** A sentence for administrators. */
  readonly reason: string;
  readonly withheld_since: Date;
}

export interface WithheldGame {
  readonly game: string;
  readonly hash: string;
  readonly edgeBps: number;
  readonly reason: string;
}

export async function findWithheldGames(
  client: pg.ClientBase | pg.Pool,
  tenantId: number,
): Promise<WithheldGameRow[]> {
  const { rows } = await client.query<WithheldGameRow>({
    name: "withheld_games",
    text: "SELECT game, hash, edge_bps, reason, withheld_since FROM withheld_games WHERE tenant_id = $1",
    values: [tenantId],
  });
  return rows;
}

export async function writeWithheldGame(
  client: pg.ClientBase,
  tenantId: number,
  { game, hash, edgeBps, reason }: WithheldGame,
): Promise<void> {
  await client.query(
    `INSERT INTO withheld_games (tenant_id, game, hash, edge_bps, reason) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant_id, game) DO UPDATE
     SET hash = excluded.hash, edge_bps = excluded.edge_bps, reason = excluded.reason, withheld_since = now()
     WHERE withheld_games.hash <> excluded.hash`,
    [tenantId, game, hash, edgeBps, reason],
  );
}

/** Once a version of the game is in force. */
export async function removeWithheldGame(
  client: pg.ClientBase,
  tenantId: number,
  game: string,
): Promise<void> {
  await client.query("DELETE FROM withheld_games WHERE tenant_id = $1 AND game = $2", [tenantId, game]);
}
