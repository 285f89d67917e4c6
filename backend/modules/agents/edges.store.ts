import type pg from "pg";

/** The edges at which bets are won or lost in a house, now or until something has been played to its end. */
export interface Edges {
  /** As they are set, by game. */
  readonly ofGames: ReadonlyMap<string, number>;
  /** Of crash tables, of crash chains with games left and rounds that began at an earlier edge. */
  readonly ofOthers: readonly number[];
  /** Games that the house does not offer. */
  readonly withheld: ReadonlySet<string>;
}

export async function findEdges(client: pg.ClientBase, tenantId: number): Promise<Edges> {
  const games = await client.query<{ game: string; edge_bps: number }>(
    `SELECT DISTINCT ON (game) game, edge_bps FROM game_configs WHERE tenant_id = $1
     ORDER BY game, version DESC`,
    [tenantId],
  );
  const others = await client.query<{ edge_bps: number }>(
    `SELECT edge_bps FROM crash_tables WHERE tenant_id = $1
     UNION SELECT edge_bps FROM crash_rounds WHERE tenant_id = $1 AND phase IN ('betting', 'running')
     UNION SELECT edge_bps FROM rounds WHERE tenant_id = $1 AND status = 'open'
     UNION SELECT edge_bps FROM crash_chains AS chain
     WHERE tenant_id = $1 AND played < games AND NOT ${IS_SUPPLANTED}`,
    [tenantId],
  );
  const withheld = await client.query<{ game: string }>(
    "SELECT game FROM withheld_games WHERE tenant_id = $1",
    [tenantId],
  );
  return {
    ofGames: new Map(games.rows.map(({ game, edge_bps }) => [game, edge_bps])),
    ofOthers: others.rows.map(({ edge_bps }) => edge_bps),
    withheld: new Set(withheld.rows.map(({ game }) => game)),
  };
}

/** Something else was anchored in the chain's place, so that it is never played. */
const IS_SUPPLANTED = `EXISTS (
  SELECT FROM fairness_anchors AS anchor
  WHERE anchor.vault_id = chain.vault_id AND anchor.kind = chain.kind AND anchor.epoch = chain.epoch
    AND anchor.root <> '0x' || chain.commitment)`;
