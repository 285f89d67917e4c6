-- What agents have earned in periods that are over, added up once, so that a statement of tens of millions of lines is
-- summed in milliseconds; what was asked for in a payout; and a way to agents that does not lead past all users.

-- ---------------------------------------------------------------------------------------------
-- Closed periods
-- ---------------------------------------------------------------------------------------------

CREATE TABLE commission_periods (
  tenant_id     INTEGER NOT NULL,
  agent_id      UUID NOT NULL,
  begins_at     TIMESTAMPTZ NOT NULL,
  currency      TEXT NOT NULL,
  lines         BIGINT NOT NULL,
  share_lines   BIGINT NOT NULL,
  rebate_lines  BIGINT NOT NULL,
  clawbacks     BIGINT NOT NULL,
  revenue_share BIGINT NOT NULL,
  turnover      BIGINT NOT NULL,
  clawed_back   BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, agent_id, begins_at, currency)
);
COMMENT ON TABLE commission_periods IS
  'append-only: sums of commission_lines over the ten minutes that begin at the given time (UTC); whoever has no lines in '
  'a period has no row. Follows from the lines: check-ledger proves it';
COMMENT ON COLUMN commission_periods.share_lines IS 'lines with a revenue share';
COMMENT ON COLUMN commission_periods.rebate_lines IS 'lines with a turnover rebate';
COMMENT ON COLUMN commission_periods.clawbacks IS 'lines that took something back; the others are among lines alone';
COMMENT ON COLUMN commission_periods.revenue_share IS 'of lines that accrued, as is turnover';
CREATE TRIGGER commission_periods_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commission_periods
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE commission_closings (
  tenant_id     INTEGER PRIMARY KEY REFERENCES tenants (id),
  closed_from   TIMESTAMPTZ NOT NULL,
  closed_before TIMESTAMPTZ NOT NULL CHECK (closed_before >= closed_from),
  next_before   TIMESTAMPTZ NOT NULL CHECK (next_before >= closed_before),
  writers       BIGINT NOT NULL
);
COMMENT ON TABLE commission_closings IS
  'which lines of a house commission_periods has: all that were made in [closed_from, closed_before), and no others';
COMMENT ON COLUMN commission_closings.next_before IS 'can be closed up to here as soon as no transaction before `writers` is running';

-- A line's time is that of its transaction's beginning. Of a period that is over for longer than this no line can come any
-- more, but from a transaction that has written it already: that is what makes closing a period exact. Whoever is refused
-- has done nothing, and may try again in a new transaction.
CREATE FUNCTION refuse_late_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the transaction began at %, too long ago to write commissions', now() USING ERRCODE = 'serialization_failure';
END
$$;
CREATE TRIGGER lines_are_written_in_time BEFORE INSERT ON commission_lines
  FOR EACH STATEMENT WHEN (now() < clock_timestamp() - interval '5 minutes') EXECUTE FUNCTION refuse_late_lines();
-- And nobody gives a line another time.
REVOKE INSERT ON commission_lines FROM fairhouse_api, fairhouse_engine;
GRANT INSERT (tenant_id, id, agent_id, currency, revenue_share, turnover, bet_ids, bets_at) ON commission_lines
  TO fairhouse_api, fairhouse_engine;

GRANT SELECT ON commission_periods, commission_closings TO fairhouse_api, fairhouse_worker;
GRANT SELECT ON commission_lines, commission_totals TO fairhouse_worker;
GRANT INSERT ON commission_periods, commission_closings TO fairhouse_worker;
GRANT UPDATE (closed_before, next_before, writers) ON commission_closings TO fairhouse_worker;

DO $$
DECLARE guarded TEXT;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['commission_periods', 'commission_closings'] LOOP
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

-- ---------------------------------------------------------------------------------------------
-- Payouts and places
-- ---------------------------------------------------------------------------------------------

ALTER TABLE commission_payouts ADD COLUMN asked BIGINT;
COMMENT ON COLUMN commission_payouts.asked IS
  'the amount that was asked for; null: everything that there was, or a payout from before this was kept';

-- Agents at and below somebody, without the users among them, of whom there may be a thousand times as many.
CREATE INDEX users_agents_by_path ON users (tenant_id, agent_path, id) WHERE agent_level < 4;
