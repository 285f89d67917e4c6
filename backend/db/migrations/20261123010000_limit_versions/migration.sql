-- Limits of players, known to be what they were: the engine remembers them, and asks only whether they have changed.

CREATE TABLE limit_versions (
  tenant_id         INTEGER NOT NULL,
  user_id           UUID NOT NULL,
  version           BIGINT NOT NULL,
  measures_deposits BOOLEAN NOT NULL,
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
) WITH (fillfactor = 80);
COMMENT ON TABLE limit_versions IS 'the players who have set themselves limits, ever';
COMMENT ON COLUMN limit_versions.version IS 'grows with every change of their player_limits, by whatever means';
COMMENT ON COLUMN limit_versions.measures_deposits IS 'one of them is, or was, of deposits: they have to be summed';

INSERT INTO limit_versions (tenant_id, user_id, version, measures_deposits)
SELECT tenant_id, user_id, 1, bool_or(kind = 'deposit') FROM player_limits GROUP BY tenant_id, user_id;

-- No way around it: whoever changes a limit makes what is remembered of that player's limits worthless.
CREATE FUNCTION count_limit_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed player_limits := coalesce(NEW, OLD);
BEGIN
  INSERT INTO limit_versions AS known (tenant_id, user_id, version, measures_deposits)
  VALUES (changed.tenant_id, changed.user_id, 1, changed.kind = 'deposit')
  ON CONFLICT (tenant_id, user_id) DO UPDATE SET version = known.version + 1,
    measures_deposits = known.measures_deposits OR excluded.measures_deposits;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION count_limit_change FROM PUBLIC;
CREATE TRIGGER limit_changes_are_counted AFTER INSERT OR UPDATE OR DELETE ON player_limits
  FOR EACH ROW EXECUTE FUNCTION count_limit_change();

GRANT SELECT ON limit_versions TO fairhouse_api, fairhouse_engine;

ALTER TABLE limit_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON limit_versions TO fairhouse_api
  USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer);
CREATE POLICY all_tenants ON limit_versions TO fairhouse_engine, fairhouse_worker, fairhouse_indexer
  USING (true) WITH CHECK (true);
