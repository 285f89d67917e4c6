-- Rounds of games that are played in steps: what each was begun with, and the actions taken in it so far.

CREATE TABLE rounds (
  tenant_id  INTEGER NOT NULL,
  id         UUID NOT NULL,
  user_id    UUID NOT NULL,
  game       TEXT NOT NULL,
  currency   TEXT NOT NULL,
  stake      BIGINT NOT NULL CHECK (stake > 0),
  staked     BIGINT NOT NULL CHECK (staked >= stake),
  edge_bps   INTEGER NOT NULL CHECK (edge_bps BETWEEN 0 AND 10000),
  config_id  BIGINT,
  params     TEXT NOT NULL,
  actions    TEXT NOT NULL DEFAULT '[]',
  seed_id    BIGINT NOT NULL,
  nonce      INTEGER NOT NULL CHECK (nonce >= 0),
  status     TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'settled')),
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  acted_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT rounds_nonce_once UNIQUE (seed_id, nonce),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  FOREIGN KEY (tenant_id, currency) REFERENCES currencies (tenant_id, code)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX rounds_one_open ON rounds (tenant_id, user_id, game) WHERE status = 'open';
CREATE INDEX rounds_open_by_age ON rounds (acted_at) WHERE status = 'open';
CREATE INDEX rounds_settled_by_age ON rounds (acted_at) WHERE status = 'settled';
COMMENT ON TABLE rounds IS
  'an open round follows from its row and its seeds alone; guarded by the lock on the player''s cash account. Once it is '
  'settled there is a bet of the same id, and the row is kept for a while to answer repeated requests';
COMMENT ON COLUMN rounds.stake IS 'what the round was begun with';
COMMENT ON COLUMN rounds.staked IS 'with what was added since; while the round is open, all of it is in the player''s locked account';
COMMENT ON COLUMN rounds.params IS 'canonical JSON text, compared byte for byte when a round id is presented again';
COMMENT ON COLUMN rounds.actions IS 'JSON list; the n-th is action number n and never changes';
COMMENT ON COLUMN rounds.acted_at IS 'a round in which nothing has happened for a day is ended by the rules of its game';

CREATE TRIGGER settled_rounds_stand BEFORE UPDATE ON rounds
  FOR EACH ROW WHEN (OLD.status = 'settled') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER open_rounds_are_kept BEFORE DELETE ON rounds
  FOR EACH ROW WHEN (OLD.status = 'open') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rounds_are_not_emptied BEFORE TRUNCATE ON rounds
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT ON rounds TO fairhouse_api, fairhouse_engine;
GRANT INSERT ON rounds TO fairhouse_engine;
GRANT UPDATE (staked, actions, status, acted_at) ON rounds TO fairhouse_engine;
GRANT SELECT, DELETE ON rounds TO fairhouse_worker;

ALTER TABLE rounds ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON rounds TO fairhouse_api
  USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer);
CREATE POLICY all_tenants ON rounds TO fairhouse_engine, fairhouse_worker, fairhouse_indexer
  USING (true) WITH CHECK (true);
