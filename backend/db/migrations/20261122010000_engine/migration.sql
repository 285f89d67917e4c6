-- Bets by month, what players have staked and won, the limits they set themselves, and the versions of each game.

-- Days and months begin in UTC, here and in the functions below.
SET LOCAL timezone = 'UTC';

-- ---------------------------------------------------------------------------------------------
-- Game configurations
-- ---------------------------------------------------------------------------------------------

CREATE TABLE game_configs (
  id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id      INTEGER NOT NULL REFERENCES tenants (id),
  game           TEXT NOT NULL,
  version        INTEGER NOT NULL CHECK (version > 0),
  edge_bps       INTEGER NOT NULL CHECK (edge_bps BETWEEN 0 AND 10000),
  content        TEXT NOT NULL,
  hash           TEXT NOT NULL CHECK (octet_length(hash) = 64),
  in_force_since TIMESTAMPTZ NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, game, version),
  CONSTRAINT the_hash_is_that_of_the_content CHECK (hash = encode(sha256(convert_to(content, 'UTF8')), 'hex'))
);
COMMENT ON TABLE game_configs IS
  'how a game pays in a house, version by version; the highest version is in force, and no row is ever changed';
COMMENT ON COLUMN game_configs.content IS 'canonical JSON of rules, edge and paytable: what the hash is of';
CREATE TRIGGER game_configs_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON game_configs
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ---------------------------------------------------------------------------------------------
-- Bets by month
-- ---------------------------------------------------------------------------------------------

-- Nobody but the owner has the use of this schema: bets are reached through their table, with its grants and policies.
CREATE SCHEMA partitions;

ALTER TABLE bets SET SCHEMA partitions;
ALTER TABLE partitions.bets RENAME TO bets_in_one;

CREATE TABLE bets (
  tenant_id              INTEGER NOT NULL,
  id                     UUID NOT NULL,
  user_id                UUID NOT NULL,
  game                   TEXT NOT NULL,
  currency               TEXT NOT NULL,
  stake                  BIGINT NOT NULL CHECK (stake > 0),
  payout                 BIGINT NOT NULL CHECK (payout >= 0),
  multiplier_numerator   BIGINT NOT NULL CHECK (multiplier_numerator >= 0),
  multiplier_denominator BIGINT NOT NULL CHECK (multiplier_denominator > 0),
  edge_bps               INTEGER NOT NULL CHECK (edge_bps BETWEEN 0 AND 10000),
  config_id              BIGINT,
  commission_plan_id     BIGINT,
  params                 TEXT NOT NULL,
  outcome                TEXT NOT NULL,
  seed_id                BIGINT NOT NULL,
  nonce                  INTEGER NOT NULL CHECK (nonce >= 0),
  created_at             TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id, created_at)
) PARTITION BY RANGE (created_at);
COMMENT ON TABLE bets IS
  'settled bets by month (UTC). A bet happens once because its stake has been posted once under its id: look it up by '
  'the posting, which was made at the same time, so that one month is searched and not all';
COMMENT ON COLUMN bets.params IS 'canonical JSON text, compared byte for byte when a bet id is presented again';
COMMENT ON COLUMN bets.config_id IS 'the version of the game that decided the bet; null before versions were kept';
COMMENT ON COLUMN bets.commission_plan_id IS 'the rates that the bet''s commissions follow from; null without an agent';
CREATE TRIGGER bets_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bets
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT ON bets TO fairhouse_api;
GRANT SELECT, INSERT ON bets TO fairhouse_engine;

-- What a partition has that its table's own definition does not give it: protection from whoever names it directly, and
-- the proof that no nonce of a seed was used twice within it. A unique key of the whole table would need the time as well.
CREATE FUNCTION guard_bets_partition(name TEXT) RETURNS VOID LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('ALTER TABLE partitions.%I ADD CONSTRAINT %I UNIQUE (seed_id, nonce)', name, name || '_nonce_once');
  EXECUTE format('ALTER TABLE partitions.%I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format(
    'CREATE TRIGGER bets_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON partitions.%I
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
END
$$;

-- The net: bets of a month that nobody has prepared.
CREATE TABLE partitions.bets_unforeseen PARTITION OF bets DEFAULT;
SELECT guard_bets_partition('bets_unforeseen');

-- Makes the partition of a month, and takes out of the net what has fallen into it. Attaching, unlike CREATE TABLE …
-- PARTITION OF, lets bets go on meanwhile: only the net is locked, behind which running batches finish in milliseconds.
CREATE FUNCTION make_bets_partition(month DATE) RETURNS BOOLEAN
  LANGUAGE plpgsql SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  name TEXT := to_char(month, '"bets_"YYYY_MM');
  begins TIMESTAMPTZ := date_trunc('month', month);
  ends TIMESTAMPTZ := date_trunc('month', month) + interval '1 month';
BEGIN
  IF to_regclass('partitions.' || name) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE partitions.%I (LIKE bets INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)', name);
  LOCK TABLE partitions.bets_unforeseen IN ACCESS EXCLUSIVE MODE;
  IF EXISTS (SELECT FROM partitions.bets_unforeseen WHERE created_at >= begins AND created_at < ends) THEN
    EXECUTE format(
      'INSERT INTO partitions.%I SELECT * FROM partitions.bets_unforeseen WHERE created_at >= $1 AND created_at < $2', name)
      USING begins, ends;
    ALTER TABLE partitions.bets_unforeseen DISABLE TRIGGER bets_are_append_only;
    DELETE FROM partitions.bets_unforeseen WHERE created_at >= begins AND created_at < ends;
    ALTER TABLE partitions.bets_unforeseen ENABLE TRIGGER bets_are_append_only;
  END IF;
  PERFORM guard_bets_partition(name);
  EXECUTE format('ALTER TABLE bets ATTACH PARTITION partitions.%I FOR VALUES FROM (%L) TO (%L)', name, begins, ends);
  RETURN true;
END
$$;

-- What the worker may do about partitions: with the owner's rights, and nothing else. It gives up soon rather than make
-- bets wait behind it while somebody reads the whole table.
CREATE FUNCTION prepare_bets_partitions(months_ahead INTEGER) RETURNS INTEGER
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' SET lock_timeout = '250ms' AS $$
  SELECT count(*)::integer FROM (
    SELECT make_bets_partition(month::date) AS is_new
    FROM generate_series(date_trunc('month', now()), now() + make_interval(months => least(months_ahead, 24)), '1 month') AS month
  ) AS months WHERE is_new
$$;
CREATE FUNCTION unforeseen_bets() RETURNS TABLE (tenant_id INTEGER, bets BIGINT)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT tenant_id, count(*) FROM partitions.bets_unforeseen GROUP BY tenant_id
$$;
REVOKE ALL ON FUNCTION guard_bets_partition, make_bets_partition, prepare_bets_partitions, unforeseen_bets FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prepare_bets_partitions, unforeseen_bets TO fairhouse_worker;

-- The bets that there are move into their months.
SELECT make_bets_partition(month::date)
FROM generate_series(
  (SELECT date_trunc('month', coalesce(min(created_at), now())) FROM partitions.bets_in_one),
  now() + interval '3 months', '1 month') AS month;
INSERT INTO bets (tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator, multiplier_denominator,
                  edge_bps, params, outcome, seed_id, nonce, created_at)
SELECT tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator, multiplier_denominator,
       edge_bps, params, outcome, seed_id, nonce, created_at
FROM partitions.bets_in_one;
DROP TABLE partitions.bets_in_one;

-- ---------------------------------------------------------------------------------------------
-- What players have staked and won, and the limits they set themselves
-- ---------------------------------------------------------------------------------------------

CREATE TABLE player_totals (
  tenant_id     INTEGER NOT NULL,
  user_id       UUID NOT NULL,
  currency      TEXT NOT NULL,
  bets          BIGINT NOT NULL DEFAULT 0,
  staked        BIGINT NOT NULL DEFAULT 0,
  paid          BIGINT NOT NULL DEFAULT 0,
  day           DATE NOT NULL DEFAULT '1970-01-01',
  day_wagered   BIGINT NOT NULL DEFAULT 0,
  day_paid      BIGINT NOT NULL DEFAULT 0,
  week          DATE NOT NULL DEFAULT '1970-01-01',
  week_wagered  BIGINT NOT NULL DEFAULT 0,
  week_paid     BIGINT NOT NULL DEFAULT 0,
  month         DATE NOT NULL DEFAULT '1970-01-01',
  month_wagered BIGINT NOT NULL DEFAULT 0,
  month_paid    BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, user_id, currency),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  FOREIGN KEY (tenant_id, currency) REFERENCES currencies (tenant_id, code)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
COMMENT ON TABLE player_totals IS
  'settled bets since ever, and what was wagered and paid in the day, week (from Monday) and month that begin on the '
  'given dates (UTC); guarded by the lock on the player''s cash account';
COMMENT ON COLUMN player_totals.day_wagered IS 'counts a stake when it is laid, so that of an open round it is here and not in staked';

INSERT INTO player_totals (tenant_id, user_id, currency, bets, staked, paid, day, day_wagered, day_paid,
                           week, week_wagered, week_paid, month, month_wagered, month_paid)
SELECT tenant_id, user_id, currency, count(*), sum(stake), sum(payout),
  min(day), coalesce(sum(stake) FILTER (WHERE made_on >= day), 0), coalesce(sum(payout) FILTER (WHERE made_on >= day), 0),
  min(week), coalesce(sum(stake) FILTER (WHERE made_on >= week), 0), coalesce(sum(payout) FILTER (WHERE made_on >= week), 0),
  min(month), coalesce(sum(stake) FILTER (WHERE made_on >= month), 0), coalesce(sum(payout) FILTER (WHERE made_on >= month), 0)
FROM (
  SELECT bets.*, (created_at AT TIME ZONE 'UTC')::date AS made_on, today AS day,
    date_trunc('week', today)::date AS week, date_trunc('month', today)::date AS month
  FROM bets, (SELECT (now() AT TIME ZONE 'UTC')::date AS today) AS clock
) AS bet
GROUP BY tenant_id, user_id, currency;

CREATE TABLE player_limits (
  tenant_id   INTEGER NOT NULL,
  user_id     UUID NOT NULL,
  currency    TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('deposit', 'loss', 'wager')),
  period      TEXT NOT NULL CHECK (period IN ('day', 'week', 'month')),
  amount      BIGINT CHECK (amount >= 0),
  next_amount BIGINT CHECK (next_amount >= 0),
  next_from   TIMESTAMPTZ,
  changed_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id, currency, kind, period),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  FOREIGN KEY (tenant_id, currency) REFERENCES currencies (tenant_id, code),
  CONSTRAINT what_comes_next_says_when CHECK (next_amount IS NULL OR next_from IS NOT NULL)
);
COMMENT ON TABLE player_limits IS
  'what players allow themselves; null is no limit. next_amount takes the place of amount at next_from, also when it is null';

ALTER TABLE users ADD COLUMN self_excluded_until TIMESTAMPTZ;
COMMENT ON COLUMN users.self_excluded_until IS 'the player does not bet before this time, and can only make it later';

-- ---------------------------------------------------------------------------------------------
-- Play by the minute
-- ---------------------------------------------------------------------------------------------

CREATE TABLE play_counters (
  tenant_id   INTEGER NOT NULL,
  minute      TIMESTAMPTZ NOT NULL,
  game        TEXT NOT NULL,
  currency    TEXT NOT NULL,
  shard       SMALLINT NOT NULL CHECK (shard >= 0),
  bets        BIGINT NOT NULL,
  staked      BIGINT NOT NULL,
  paid        BIGINT NOT NULL,
  commissions BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, minute, game, currency, shard)
) WITH (fillfactor = 50);
COMMENT ON COLUMN play_counters.shard IS
  'that of the bankroll which the bets were played against: whoever counts here holds its lock, so nobody waits twice';

INSERT INTO play_counters (tenant_id, minute, game, currency, shard, bets, staked, paid, commissions)
SELECT tenant_id, date_trunc('minute', created_at), game, currency, 0, count(*), sum(stake), sum(payout), 0
FROM bets GROUP BY 1, 2, 3, 4;

-- ---------------------------------------------------------------------------------------------
-- Grants and row-level security
-- ---------------------------------------------------------------------------------------------

GRANT SELECT ON game_configs, player_totals, player_limits, play_counters TO fairhouse_api, fairhouse_engine;
GRANT INSERT (tenant_id, game, version, edge_bps, content, hash) ON game_configs TO fairhouse_engine, fairhouse_api;
GRANT INSERT ON player_totals TO fairhouse_engine;
GRANT UPDATE (bets, staked, paid, day, day_wagered, day_paid, week, week_wagered, week_paid, month, month_wagered, month_paid)
  ON player_totals TO fairhouse_engine;
GRANT INSERT ON play_counters TO fairhouse_engine;
GRANT UPDATE (bets, staked, paid, commissions) ON play_counters TO fairhouse_engine;
GRANT INSERT ON player_limits TO fairhouse_api;
GRANT UPDATE (amount, next_amount, next_from, changed_at) ON player_limits TO fairhouse_api;
GRANT UPDATE (self_excluded_until) ON users TO fairhouse_api;
-- What counts towards a deposit limit.
GRANT SELECT ON deposits, withdrawals TO fairhouse_engine;

DO $$
DECLARE guarded TEXT;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['game_configs', 'bets', 'player_totals', 'player_limits', 'play_counters'] LOOP
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
