-- Crash: chains commit to the terms that they are played under, tables are set up by administrators, and the largest bets
-- of a round are found at once.

-- What is anchored is this commitment. Chains of before were anchored by their root alone.
ALTER TABLE crash_chains ADD COLUMN terms_version INTEGER NOT NULL DEFAULT 1 CHECK (terms_version IN (1, 2));
ALTER TABLE crash_chains ALTER COLUMN terms_version SET DEFAULT 2;
ALTER TABLE crash_chains ADD COLUMN commitment TEXT NOT NULL GENERATED ALWAYS AS (
  CASE terms_version
    WHEN 1 THEN root
    ELSE encode(sha256(
      ('fairhouse crash chain 2:' || currency || ':' || games::text || ':' || edge_bps::text || ':' || root)::bytea), 'hex')
  END) STORED;
COMMENT ON COLUMN crash_chains.terms_version IS '1: the root alone is anchored; 2: currency, games, edge and root';
COMMENT ON COLUMN crash_chains.commitment IS
  'what is anchored, and a leaf of the epochs: see domain/games/crash/chainTerms.ts, which makes it of the terms';
GRANT SELECT (terms_version, commitment) ON crash_chains TO fairhouse_api, fairhouse_worker;

-- What a chain was published with stands, whoever is asked to change it.
CREATE TRIGGER crash_chain_terms_stand BEFORE UPDATE ON crash_chains FOR EACH ROW
  WHEN ((OLD.tenant_id, OLD.currency, OLD.vault_id, OLD.epoch, OLD.kind, OLD.root, OLD.games, OLD.edge_bps,
         OLD.terms_version, OLD.marks_apart, OLD.marks)
      IS DISTINCT FROM
        (NEW.tenant_id, NEW.currency, NEW.vault_id, NEW.epoch, NEW.kind, NEW.root, NEW.games, NEW.edge_bps,
         NEW.terms_version, NEW.marks_apart, NEW.marks)
    OR NEW.played < OLD.played
    OR (OLD.salt_block IS NOT NULL AND (OLD.anchor_block, OLD.anchor_tx, OLD.salt_block)
      IS DISTINCT FROM (NEW.anchor_block, NEW.anchor_tx, NEW.salt_block))
    OR (OLD.salt IS NOT NULL AND NEW.salt IS DISTINCT FROM OLD.salt))
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER crash_chains_are_kept BEFORE DELETE OR TRUNCATE ON crash_chains
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Also while replication, or an owner who says so, switches ordinary triggers off.
ALTER TABLE crash_chains ENABLE ALWAYS TRIGGER crash_chain_terms_stand;
ALTER TABLE crash_chains ENABLE ALWAYS TRIGGER crash_chains_are_kept;

-- A round is played at the edge that its chain has committed to.
ALTER TABLE crash_chains ADD CONSTRAINT crash_chains_with_edge UNIQUE (id, edge_bps);
ALTER TABLE crash_rounds ADD CONSTRAINT rounds_have_their_chains_edge
  FOREIGN KEY (chain_id, edge_bps) REFERENCES crash_chains (id, edge_bps);

CREATE INDEX crash_bets_by_stake ON crash_bets (tenant_id, round_id, stake DESC, id);

CREATE TABLE crash_table_changes (
  tenant_id  INTEGER NOT NULL,
  id         BIGINT GENERATED ALWAYS AS IDENTITY,
  currency   TEXT NOT NULL,
  actor_id   UUID NOT NULL,
  before     JSONB NOT NULL,
  after      JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, currency) REFERENCES crash_tables (tenant_id, currency),
  FOREIGN KEY (tenant_id, actor_id) REFERENCES users (tenant_id, id)
);
COMMENT ON TABLE crash_table_changes IS 'append-only: who set up which table, as it was and as it is since';
CREATE TRIGGER crash_table_changes_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON crash_table_changes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT UPDATE (is_open, edge_bps, betting_ms, pause_ms, ceiling, round_risk_bps, chain_games) ON crash_tables
  TO fairhouse_api;
GRANT SELECT, INSERT ON crash_table_changes TO fairhouse_api;
ALTER TABLE crash_table_changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON crash_table_changes TO fairhouse_api
  USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer);
