-- Who set the edge of a game, and which games a house withholds because agents would be given more than they may.

ALTER TABLE game_configs ADD COLUMN actor_id UUID;
ALTER TABLE game_configs ADD CONSTRAINT game_configs_actor_is_of_the_house
  FOREIGN KEY (tenant_id, actor_id) REFERENCES users (tenant_id, id);
COMMENT ON COLUMN game_configs.actor_id IS
  'the administrator who set the edge; null: the version came with the code, or before this was kept';
GRANT INSERT (actor_id) ON game_configs TO fairhouse_api;

CREATE TABLE withheld_games (
  tenant_id      INTEGER NOT NULL REFERENCES tenants (id),
  game           TEXT NOT NULL,
  hash           TEXT NOT NULL CHECK (octet_length(hash) = 64),
  edge_bps       INTEGER NOT NULL CHECK (edge_bps BETWEEN 0 AND 10000),
  reason         TEXT NOT NULL,
  withheld_since TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, game)
);
COMMENT ON TABLE withheld_games IS
  'games of the code that are not offered: at the edge they come with, a path of agents would get more than its ceiling';
COMMENT ON COLUMN withheld_games.hash IS 'of the version that would have come into force; another one is looked at anew';

-- The engine finds out, and tells; an administrator who sets an edge that passes ends it.
GRANT SELECT ON withheld_games TO fairhouse_api, fairhouse_engine;
GRANT INSERT ON withheld_games TO fairhouse_engine;
GRANT UPDATE (hash, edge_bps, reason, withheld_since) ON withheld_games TO fairhouse_engine;
GRANT DELETE ON withheld_games TO fairhouse_api, fairhouse_engine;
GRANT SELECT, INSERT, UPDATE ON alerts TO fairhouse_engine;

ALTER TABLE withheld_games ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON withheld_games TO fairhouse_api
  USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer);
CREATE POLICY all_tenants ON withheld_games TO fairhouse_engine, fairhouse_worker, fairhouse_indexer
  USING (true) WITH CHECK (true);
