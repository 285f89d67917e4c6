import type pg from "pg";

/** The edges in force in a house: by game, and under no game's name those of its crash tables. */
export async function findEdges(
  client: pg.ClientBase,
  tenantId: number,
): Promise<{ readonly game: string | null; readonly edgeBps: number }[]> {
  const { rows } = await client.query<{ game: string | null; edge_bps: number }>(
    `SELECT DISTINCT ON (game) game, edge_bps FROM game_configs WHERE tenant_id = $1
     ORDER BY game, version DESC`,
    [tenantId],
  );
  const tables = await client.query<{ edge_bps: number }>(
    "SELECT edge_bps FROM crash_tables WHERE tenant_id = $1",
    [tenantId],
  );
  return [
    ...rows.map(({ game, edge_bps }) => ({ game, edgeBps: edge_bps })),
    ...tables.rows.map(({ edge_bps }) => ({ game: null, edgeBps: edge_bps })),
  ];
}
