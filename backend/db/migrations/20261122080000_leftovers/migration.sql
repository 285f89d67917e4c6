-- Going on after a stop, rounds that an administrator voids, what the worker may know of blocks, and counters of long ago.

-- ---------------------------------------------------------------------------------------------
-- Activities that went on again
-- ---------------------------------------------------------------------------------------------

CREATE TABLE activity_resumptions (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id  INTEGER NOT NULL REFERENCES tenants (id),
  name       TEXT NOT NULL,
  reason     TEXT NOT NULL,
  stopped_at TIMESTAMPTZ NOT NULL,
  resumed_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  resumed_by UUID,
  FOREIGN KEY (tenant_id, resumed_by) REFERENCES users (tenant_id, id)
);
COMMENT ON TABLE activity_resumptions IS
  'append-only: each stop that was lifted, by whatever means; a player whose round a stop of bets has held up has a day from then on';
COMMENT ON COLUMN activity_resumptions.reason IS 'why it was stopped';
COMMENT ON COLUMN activity_resumptions.resumed_by IS 'the administrator who let it go on; null when it was the owner of the database';
CREATE INDEX activity_resumptions_latest ON activity_resumptions (tenant_id, name, resumed_at);
CREATE TRIGGER activity_resumptions_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON activity_resumptions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- No way around it: whoever deletes a stop leaves this trace.
CREATE FUNCTION record_resumption() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO activity_resumptions (tenant_id, name, reason, stopped_at, resumed_by)
  VALUES (OLD.tenant_id, OLD.name, OLD.reason, OLD.set_at, NULLIF(current_setting('fairhouse.resumed_by', true), '')::uuid);
  RETURN NULL;
END
$$;
CREATE TRIGGER resumptions_are_recorded AFTER DELETE ON kill_switches
  FOR EACH ROW EXECUTE FUNCTION record_resumption();

-- The one stop that a process of the house may lift: for an administrator who was shown this very stop, while the books agree
-- with the chain or the vault merely holds more, which anybody can bring about, and not for good once players are leaving.
-- Whatever it is told, it believes the tables alone.
CREATE FUNCTION resume_payouts(house INTEGER, administrator UUID, shown TIMESTAMPTZ) RETURNS TEXT
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE standing TIMESTAMPTZ;
BEGIN
  -- Under row-level security the caller named its house; it cannot resume another.
  IF NULLIF(current_setting('app.tenant_id', true), '')::integer IS DISTINCT FROM house OR NOT EXISTS (
    SELECT FROM users WHERE tenant_id = house AND id = administrator AND role = 'admin' AND status = 'active')
  THEN RETURN 'forbidden'; END IF;
  -- ADVISORY_LOCKS.payouts: who stops payouts for what it found holds it until both are written, so that what is read from
  -- here on is either from before the finding, and then the stop comes after this, or knows of it.
  PERFORM pg_advisory_xact_lock(4720116, house);
  SELECT set_at INTO standing FROM kill_switches WHERE tenant_id = house AND name = 'payouts' FOR UPDATE;
  IF NOT FOUND THEN RETURN 'running'; END IF;
  IF standing IS DISTINCT FROM shown THEN RETURN 'changed'; END IF;
  -- Of the vaults that are played on: an older one on the same chain may close without them.
  IF EXISTS (SELECT FROM chain_events WHERE tenant_id = house AND name = 'ExitActivated' AND canonical
             AND vault_id IN (SELECT max(id) FROM vaults WHERE tenant_id = house GROUP BY chain_id))
  THEN RETURN 'exit'; END IF;
  IF EXISTS (SELECT FROM reconciliation_latest, jsonb_array_elements(findings) AS finding WHERE tenant_id = house
             AND (chain_balance < ledger_balance
                  OR coalesce(finding ->> 'check', '') NOT IN ('vault_balance', 'first_difference')))
  THEN RETURN 'differing'; END IF;
  -- A comparison is made every few seconds: what is older than this says nothing of now.
  IF NOT EXISTS (SELECT FROM reconciliation_latest WHERE tenant_id = house)
    OR EXISTS (SELECT FROM reconciliation_latest
               WHERE tenant_id = house
                 AND checked_at NOT BETWEEN clock_timestamp() - interval '3 minutes' AND clock_timestamp())
  THEN RETURN 'stale'; END IF;
  PERFORM set_config('fairhouse.resumed_by', administrator::text, true);
  DELETE FROM kill_switches WHERE tenant_id = house AND name = 'payouts';
  PERFORM set_config('fairhouse.resumed_by', '', true);
  RETURN 'resumed';
END
$$;
REVOKE ALL ON FUNCTION record_resumption, resume_payouts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION resume_payouts TO fairhouse_api;
GRANT SELECT ON activity_resumptions TO fairhouse_api, fairhouse_engine, fairhouse_worker;

-- ---------------------------------------------------------------------------------------------
-- Rounds that an administrator voids
-- ---------------------------------------------------------------------------------------------

ALTER TABLE rounds
  DROP CONSTRAINT rounds_status_check,
  ADD CONSTRAINT rounds_status_check CHECK (status IN ('open', 'settled', 'voided'));

CREATE TABLE round_voids (
  tenant_id INTEGER NOT NULL,
  round_id  UUID NOT NULL,
  staked    BIGINT NOT NULL CHECK (staked > 0),
  returned  BIGINT NOT NULL CHECK (returned BETWEEN 0 AND staked),
  playable  BOOLEAN NOT NULL,
  reason    TEXT NOT NULL CHECK (reason <> ''),
  voided_by TEXT NOT NULL DEFAULT session_user,
  voided_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, round_id),
  FOREIGN KEY (tenant_id, round_id) REFERENCES rounds (tenant_id, id)
);
COMMENT ON TABLE round_voids IS
  'append-only: rounds that could not be played to their end, and what of their stakes went back to the player';
COMMENT ON COLUMN round_voids.returned IS 'less than the stakes where an exit from the vault had paid them already';
COMMENT ON COLUMN round_voids.playable IS 'nothing on the books kept its player from going on, and whoever voided it insisted';
COMMENT ON COLUMN round_voids.voided_by IS 'who was logged in to the database: no process of the house may void a round';
CREATE TRIGGER round_voids_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON round_voids
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER voided_rounds_stand BEFORE UPDATE OR DELETE ON rounds
  FOR EACH ROW WHEN (OLD.status = 'voided') EXECUTE FUNCTION refuse_change();
GRANT SELECT ON round_voids TO fairhouse_api, fairhouse_engine;

-- ---------------------------------------------------------------------------------------------
-- Nodes that are on the chain of the books
-- ---------------------------------------------------------------------------------------------

-- By the hash of a block that the indexer has recorded the worker tells whether a node is there too.
GRANT SELECT ON chain_blocks TO fairhouse_worker;

-- ---------------------------------------------------------------------------------------------
-- Counters of long ago
-- ---------------------------------------------------------------------------------------------

COMMENT ON COLUMN play_counters.minute IS 'after a month, the day (UTC): see thin_play_counters';

-- Adds up minutes and shards of days that are long over. The worker may do this, and nothing else, to counters.
CREATE FUNCTION thin_play_counters(days_kept INTEGER, portion INTEGER) RETURNS INTEGER
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
  WITH aged AS MATERIALIZED (
    SELECT place FROM tenants, LATERAL (
      SELECT play_counters.ctid AS place FROM play_counters
      WHERE tenant_id = tenants.id AND minute < date_trunc('day', now()) - make_interval(days => greatest(days_kept, 31))
        AND (shard <> 0 OR minute <> date_trunc('day', minute))
      LIMIT portion) AS of_house
    LIMIT portion
  ), gone AS (
    DELETE FROM play_counters WHERE ctid = ANY(ARRAY(SELECT place FROM aged))
    RETURNING tenant_id, date_trunc('day', minute) AS day, game, currency, bets, staked, paid, commissions
  ), kept AS (
    INSERT INTO play_counters AS daily (tenant_id, minute, shard, game, currency, bets, staked, paid, commissions)
    SELECT tenant_id, day, 0, game, currency, sum(bets), sum(staked), sum(paid), sum(commissions)
    FROM gone GROUP BY tenant_id, day, game, currency
    ON CONFLICT (tenant_id, minute, game, currency, shard) DO UPDATE SET
      bets = daily.bets + excluded.bets, staked = daily.staked + excluded.staked,
      paid = daily.paid + excluded.paid, commissions = daily.commissions + excluded.commissions
  )
  SELECT count(*)::integer FROM gone
$$;
REVOKE ALL ON FUNCTION thin_play_counters FROM PUBLIC;
GRANT EXECUTE ON FUNCTION thin_play_counters TO fairhouse_worker;

-- ---------------------------------------------------------------------------------------------
-- Deposits of a period
-- ---------------------------------------------------------------------------------------------

-- A deposit limit asks for them behind the locks of each batch of bets: of a player with 20,000 deposits, a tenth of a
-- second without this, and a millisecond with it. Deposits that wait are not in it.
CREATE INDEX deposits_credited ON deposits (tenant_id, user_id, currency, credited_at) WHERE status = 'credited';

-- ---------------------------------------------------------------------------------------------
-- Row-level security
-- ---------------------------------------------------------------------------------------------

DO $$
DECLARE guarded TEXT;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['activity_resumptions', 'round_voids'] LOOP
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
