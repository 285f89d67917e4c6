-- Crash: tables, their chains of hashes, the rounds played from them, and what players staked on each.

CREATE TABLE crash_tables (
  tenant_id      INTEGER NOT NULL,
  currency       TEXT NOT NULL,
  is_open        BOOLEAN NOT NULL DEFAULT true,
  edge_bps       INTEGER NOT NULL DEFAULT 300 CHECK (edge_bps BETWEEN 0 AND 9999),
  betting_ms     INTEGER NOT NULL DEFAULT 6000 CHECK (betting_ms BETWEEN 100 AND 600000),
  pause_ms       INTEGER NOT NULL DEFAULT 3000 CHECK (pause_ms BETWEEN 0 AND 600000),
  ceiling        INTEGER NOT NULL DEFAULT 1000000 CHECK (ceiling BETWEEN 101 AND 100000000),
  round_risk_bps INTEGER NOT NULL DEFAULT 500 CHECK (round_risk_bps BETWEEN 1 AND 10000),
  chain_games    INTEGER NOT NULL DEFAULT 100000 CHECK (chain_games BETWEEN 2 AND 10000000),
  fence          BIGINT NOT NULL DEFAULT 0 CHECK (fence >= 0),
  PRIMARY KEY (tenant_id, currency),
  FOREIGN KEY (tenant_id, currency) REFERENCES currencies (tenant_id, code)
);
COMMENT ON TABLE crash_tables IS 'one per house and currency; what changes here holds from the next round, or the next chain, on';
COMMENT ON COLUMN crash_tables.fence IS
  'counts its leaders: whoever leads next counts it up, and what an earlier one still writes is refused';
COMMENT ON COLUMN crash_tables.ceiling IS 'where everyone who is left is paid out, in hundredths';

CREATE TABLE crash_chains (
  id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id        INTEGER NOT NULL,
  currency         TEXT NOT NULL,
  vault_id         INTEGER NOT NULL REFERENCES vaults (id),
  epoch            BIGINT NOT NULL CHECK (epoch > 0),
  kind             TEXT NOT NULL CHECK (kind ~ '^0x[0-9a-f]{64}$'),
  root             TEXT NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
  games            INTEGER NOT NULL CHECK (games > 0),
  edge_bps         INTEGER NOT NULL CHECK (edge_bps BETWEEN 0 AND 9999),
  marks_apart      INTEGER NOT NULL CHECK (marks_apart > 0),
  marks            BYTEA NOT NULL,
  played           INTEGER NOT NULL DEFAULT 0 CHECK (played BETWEEN 0 AND games),
  anchor_block     BIGINT,
  anchor_tx        TEXT,
  salt_block       BIGINT CHECK (salt_block > anchor_block),
  salt             TEXT CHECK (salt ~ '^[0-9a-f]{64}$'),
  created_at       TIMESTAMPTZ NOT NULL DEFAULT now(),
  salted_at        TIMESTAMPTZ,
  UNIQUE (tenant_id, id),
  UNIQUE (vault_id, kind, epoch),
  FOREIGN KEY (tenant_id, currency) REFERENCES crash_tables (tenant_id, currency),
  CONSTRAINT the_salt_comes_after_the_anchor CHECK (salt IS NULL OR salt_block IS NOT NULL),
  CONSTRAINT nothing_is_played_without_salt CHECK (played = 0 OR salt IS NOT NULL)
);
CREATE INDEX crash_chains_of_table ON crash_chains (tenant_id, currency, id);
COMMENT ON TABLE crash_chains IS
  'made → anchored (its root stands in the registry) → salted (by a block that did not exist then) → played to its end';
COMMENT ON COLUMN crash_chains.kind IS 'keccak256 of the kind''s name in the registry';
COMMENT ON COLUMN crash_chains.marks IS
  'the secret and every so-manieth link after it, each encrypted as server seeds are, one after the other';

CREATE TABLE crash_rounds (
  id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id        INTEGER NOT NULL,
  currency         TEXT NOT NULL,
  number           BIGINT NOT NULL CHECK (number > 0),
  chain_id         BIGINT NOT NULL,
  game             INTEGER NOT NULL CHECK (game > 0),
  commitment       TEXT NOT NULL CHECK (octet_length(commitment) = 64),
  sealed_hash      BYTEA NOT NULL,
  edge_bps         INTEGER NOT NULL CHECK (edge_bps BETWEEN 0 AND 9999),
  phase            TEXT NOT NULL CHECK (phase IN ('betting', 'running', 'settled', 'cancelled')),
  fence            BIGINT NOT NULL,
  ceiling          INTEGER NOT NULL CHECK (ceiling > 100),
  bet_count        INTEGER NOT NULL DEFAULT 0 CHECK (bet_count >= 0),
  staked           BIGINT NOT NULL DEFAULT 0 CHECK (staked >= 0),
  paid             BIGINT CHECK (paid >= 0),
  opened_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
  betting_ends_at  TIMESTAMPTZ NOT NULL,
  started_at       TIMESTAMPTZ,
  settled_at       TIMESTAMPTZ,
  game_hash        TEXT CHECK (octet_length(game_hash) = 64),
  point            BIGINT CHECK (point >= 100),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, currency, number),
  UNIQUE (chain_id, game),
  FOREIGN KEY (tenant_id, chain_id) REFERENCES crash_chains (tenant_id, id),
  CONSTRAINT only_rounds_that_are_over_are_revealed CHECK (
    (phase IN ('settled', 'cancelled')) = (game_hash IS NOT NULL)
    AND num_nulls(game_hash, point, settled_at, paid) IN (0, 4)),
  CONSTRAINT running_rounds_have_started CHECK (phase <> 'running' OR started_at IS NOT NULL),
  CONSTRAINT a_hash_is_what_was_committed_to CHECK (
    game_hash IS NULL OR commitment = encode(sha256(convert_to(game_hash, 'UTF8')), 'hex'))
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX crash_rounds_one_at_a_time ON crash_rounds (tenant_id, currency) WHERE phase IN ('betting', 'running');
COMMENT ON COLUMN crash_rounds.number IS 'counts the rounds of a table without a gap';
COMMENT ON COLUMN crash_rounds.commitment IS
  'SHA-256 of the game''s hash as text: the hash of the game before, or the root of the chain';
COMMENT ON COLUMN crash_rounds.started_at IS 'where the curve begins, by this server''s clock; whoever leads goes by it';
COMMENT ON COLUMN crash_rounds.ceiling IS 'the table''s, and from the start on what this round''s bets let it be';
COMMENT ON COLUMN crash_rounds.point IS 'where the round crashed, in hundredths';

CREATE TABLE crash_bets (
  tenant_id      INTEGER NOT NULL,
  id             UUID NOT NULL,
  round_id       BIGINT NOT NULL,
  user_id        UUID NOT NULL,
  currency       TEXT NOT NULL,
  stake          BIGINT NOT NULL CHECK (stake > 0),
  auto           INTEGER CHECK (auto > 100),
  highest        INTEGER NOT NULL CHECK (highest > 100),
  cashed_out     INTEGER CHECK (cashed_out > 100 AND cashed_out <= highest AND (auto IS NULL OR cashed_out <= auto)),
  exit           INTEGER CHECK (exit > 100),
  payout         BIGINT CHECK (payout >= 0),
  created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, round_id) REFERENCES crash_rounds (tenant_id, id),
  CONSTRAINT a_cash_out_is_the_exit CHECK (payout IS NULL OR cashed_out IS NULL OR exit IS NOT DISTINCT FROM cashed_out)
) WITH (fillfactor = 70);
CREATE INDEX crash_bets_of_round ON crash_bets (tenant_id, round_id, user_id);
CREATE INDEX crash_bets_of_player ON crash_bets (tenant_id, user_id, round_id DESC, id DESC);
COMMENT ON COLUMN crash_bets.auto IS 'where the player wants to be cashed out without asking, in hundredths';
COMMENT ON COLUMN crash_bets.highest IS 'where the bet has won all that it may, and is cashed out, in hundredths';
COMMENT ON COLUMN crash_bets.cashed_out IS 'where the player cashed out by hand, in hundredths; committed before it was answered';
COMMENT ON COLUMN crash_bets.exit IS 'where the bet got out in the end; null with a payout: it crashed, or its round was cancelled';

CREATE TRIGGER crash_bets_are_kept BEFORE DELETE OR TRUNCATE ON crash_bets
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settled_crash_bets_stand BEFORE UPDATE ON crash_bets
  FOR EACH ROW WHEN (OLD.payout IS NOT NULL) EXECUTE FUNCTION refuse_change();
-- A cash-out is decided once.
CREATE TRIGGER crash_cash_outs_stand BEFORE UPDATE OF cashed_out ON crash_bets
  FOR EACH ROW WHEN (OLD.cashed_out IS NOT NULL AND NEW.cashed_out IS DISTINCT FROM OLD.cashed_out)
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER crash_rounds_are_kept BEFORE DELETE OR TRUNCATE ON crash_rounds
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settled_crash_rounds_stand BEFORE UPDATE ON crash_rounds
  FOR EACH ROW WHEN (OLD.phase IN ('settled', 'cancelled')) EXECUTE FUNCTION refuse_change();

-- What anybody may see; secrets are for the engine alone.
GRANT SELECT ON crash_tables, crash_bets TO fairhouse_api;
GRANT SELECT (id, tenant_id, currency, vault_id, epoch, kind, root, games, edge_bps, played, anchor_block, anchor_tx,
  salt_block, salt, created_at, salted_at) ON crash_chains TO fairhouse_api, fairhouse_worker;
GRANT SELECT (id, tenant_id, currency, number, chain_id, game, commitment, edge_bps, phase, fence, ceiling, bet_count,
  staked, paid, opened_at, betting_ends_at, started_at, settled_at, game_hash, point) ON crash_rounds TO fairhouse_api;

GRANT SELECT ON crash_tables, crash_chains, crash_rounds, crash_bets, fairness_anchors, chain_cursors TO fairhouse_engine;
GRANT INSERT (tenant_id, currency) ON crash_tables TO fairhouse_engine;
GRANT UPDATE (fence) ON crash_tables TO fairhouse_engine;
GRANT INSERT ON crash_chains, crash_rounds, crash_bets TO fairhouse_engine;
GRANT UPDATE (played, anchor_block, anchor_tx, salt_block, salt, salted_at) ON crash_chains TO fairhouse_engine;
GRANT UPDATE (phase, fence, ceiling, bet_count, staked, paid, betting_ends_at, started_at, settled_at, game_hash, point)
  ON crash_rounds TO fairhouse_engine;
GRANT UPDATE (cashed_out, exit, payout) ON crash_bets TO fairhouse_engine;
GRANT SELECT ON fairness_anchors TO fairhouse_worker;

DO $$
DECLARE guarded TEXT;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['crash_tables', 'crash_chains', 'crash_rounds', 'crash_bets'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
      'CREATE POLICY one_tenant ON %I TO fairhouse_api
         USING (tenant_id = NULLIF(current_setting(''app.tenant_id'', true), '''')::integer)
         WITH CHECK (tenant_id = NULLIF(current_setting(''app.tenant_id'', true), '''')::integer)', guarded);
    EXECUTE format(
      'CREATE POLICY all_tenants ON %I TO fairhouse_engine, fairhouse_worker, fairhouse_indexer
         USING (true) WITH CHECK (true)', guarded);
  END LOOP;
END
$$;
