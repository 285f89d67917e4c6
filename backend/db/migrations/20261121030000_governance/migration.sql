-- What follows from the chain beside money: who may do what, entries into the plan, money that nobody is known for;
-- and what comparing the books with the chain needs to be cheap, exact and asked for.

ALTER TABLE vaults
  ADD COLUMN authority_address TEXT CHECK (authority_address ~ '^0x[0-9a-f]{40}$'),
  ADD COLUMN fairness_registry_address TEXT CHECK (fairness_registry_address ~ '^0x[0-9a-f]{40}$');
COMMENT ON COLUMN vaults.authority_address IS
  'the AccessManager whose events are indexed with the vault''s; null: only what the vault itself says is known';

ALTER TABLE currencies ADD COLUMN variance_threshold BIGINT NOT NULL DEFAULT 0 CHECK (variance_threshold >= 0);
COMMENT ON COLUMN currencies.variance_threshold IS
  'minor units by which the vault may differ from the books before it is a finding';

-- ---------------------------------------------------------------------------------------------
-- Entries into the plan
-- ---------------------------------------------------------------------------------------------

-- Half of each page stays free for the one change of status that every row goes through. Rows come as fast as events do:
-- no foreign keys, and lengths instead of patterns, as with the events themselves.
CREATE TABLE plan_entries (
  tenant_id      INTEGER NOT NULL,
  vault_id       INTEGER NOT NULL,
  id             UUID NOT NULL GENERATED ALWAYS AS (md5(block_hash || int4send(log_index))::uuid) STORED,
  kind           TEXT NOT NULL CHECK (kind IN ('registration', 'retopup')),
  account        TEXT NOT NULL CHECK (octet_length(account) = 42),
  sponsor        TEXT CHECK (octet_length(sponsor) = 42),
  token          TEXT NOT NULL CHECK (octet_length(token) = 42),
  amount         BIGINT NOT NULL CHECK (amount > 0),
  entry_nonce    NUMERIC(39, 0) NOT NULL,
  placement_hint BYTEA NOT NULL CHECK (octet_length(placement_hint) = 32),
  block_number   BIGINT NOT NULL,
  block_hash     BYTEA NOT NULL CHECK (octet_length(block_hash) = 32),
  tx_hash        BYTEA NOT NULL CHECK (octet_length(tx_hash) = 32),
  log_index      INTEGER NOT NULL,
  status         TEXT NOT NULL CHECK (status IN ('confirming', 'final', 'reversed')),
  paid_at        TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (vault_id, block_number, log_index, block_hash)
) WITH (fillfactor = 50);
CREATE INDEX plan_entries_newest ON plan_entries (tenant_id, paid_at DESC, id DESC);
COMMENT ON TABLE plan_entries IS
  'registrations and retopups, in the order in which they were paid: confirming when seen, final with their block, '
  'reversed when the block was dropped';
COMMENT ON COLUMN plan_entries.sponsor IS 'null: nobody brought the member in';
COMMENT ON COLUMN plan_entries.paid_at IS 'the block''s time';

-- ---------------------------------------------------------------------------------------------
-- Suspense: money that no account is known for
-- ---------------------------------------------------------------------------------------------

CREATE TABLE suspense_movements (
  tenant_id    INTEGER NOT NULL REFERENCES tenants (id),
  vault_id     INTEGER NOT NULL REFERENCES vaults (id),
  id           UUID NOT NULL GENERATED ALWAYS AS (md5(block_hash || int4send(log_index))::uuid) STORED,
  reason       TEXT NOT NULL
               CHECK (reason IN ('unknown_payout', 'unowned_claim', 'unsettled_exit', 'token_without_currency')),
  event        TEXT NOT NULL,
  account      TEXT CHECK (octet_length(account) = 42),
  token        TEXT NOT NULL CHECK (octet_length(token) = 42),
  amount       NUMERIC(39, 0) NOT NULL,
  block_number BIGINT NOT NULL,
  block_hash   BYTEA NOT NULL CHECK (octet_length(block_hash) = 32),
  tx_hash      BYTEA NOT NULL CHECK (octet_length(tx_hash) = 32),
  log_index    INTEGER NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('open', 'resolved', 'reversed')),
  since        TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (vault_id, block_number, log_index, block_hash)
);
CREATE INDEX suspense_movements_newest ON suspense_movements (tenant_id, since DESC, id DESC);
CREATE INDEX suspense_movements_open ON suspense_movements (vault_id, block_number) WHERE state = 'open';
COMMENT ON TABLE suspense_movements IS
  'events whose money is nobody''s in the books, but for entries into the plan, which have their own table';
COMMENT ON COLUMN suspense_movements.amount IS
  'in quanta: above zero the vault holds coins that are no account''s, below zero coins left that no account paid';

-- All that people must look at, newest first. An entry stays here until the plan places it. Both parts are plain scans, so
-- that a page is read from both indexes in their order, however many rows there are.
CREATE VIEW suspense_items WITH (security_invoker = true) AS
  SELECT item.tenant_id, item.vault_id, item.id,
    CASE WHEN listed.code IS NULL THEN 'token_without_currency' ELSE item.reason END AS reason, item.event,
    item.account, item.token, listed.code AS currency, item.amount, item.block_number, item.log_index,
    '0x' || encode(item.block_hash, 'hex') AS block_hash, '0x' || encode(item.tx_hash, 'hex') AS tx_hash, item.state,
    item.since
  FROM (
    SELECT tenant_id, vault_id, id, 'entry_without_plan' AS reason,
      CASE kind WHEN 'registration' THEN 'RegistrationAccepted' ELSE 'RetopupCompleted' END AS event, account, token,
      amount::numeric AS amount, block_number, log_index, block_hash, tx_hash,
      CASE status WHEN 'reversed' THEN 'reversed' ELSE 'open' END AS state, paid_at AS since
    FROM plan_entries
    UNION ALL
    SELECT tenant_id, vault_id, id, reason, event, account, token, amount::numeric, block_number, log_index, block_hash,
      tx_hash, state, since
    FROM suspense_movements) AS item
  LEFT JOIN currencies AS listed ON listed.tenant_id = item.tenant_id AND listed.token = item.token;

-- ---------------------------------------------------------------------------------------------
-- Governance: who may do what. Times are unix seconds, as the contracts count them.
-- ---------------------------------------------------------------------------------------------

CREATE TABLE governance_changes (
  tenant_id    INTEGER NOT NULL REFERENCES tenants (id),
  vault_id     INTEGER NOT NULL REFERENCES vaults (id),
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  block_hash   TEXT NOT NULL CHECK (block_hash ~ '^0x[0-9a-f]{64}$'),
  block_time   BIGINT NOT NULL,
  tx_hash      TEXT NOT NULL CHECK (tx_hash ~ '^0x[0-9a-f]{64}$'),
  emitter      TEXT NOT NULL CHECK (emitter ~ '^0x[0-9a-f]{40}$'),
  name         TEXT NOT NULL,
  args         JSONB NOT NULL,
  PRIMARY KEY (vault_id, block_number, log_index)
);
CREATE INDEX governance_changes_newest ON governance_changes (tenant_id, block_number DESC, log_index DESC);
COMMENT ON TABLE governance_changes IS
  'the canonical events that decide who may do what; all tables of governance but the anchors are folded from them';

CREATE TABLE governance_signers (
  tenant_id    INTEGER NOT NULL REFERENCES tenants (id),
  vault_id     INTEGER NOT NULL REFERENCES vaults (id),
  epoch        NUMERIC(39, 0) NOT NULL,
  signer       TEXT NOT NULL,
  is_current   BOOLEAN NOT NULL,
  block_number BIGINT NOT NULL,
  block_time   BIGINT NOT NULL,
  tx_hash      TEXT NOT NULL,
  log_index    INTEGER NOT NULL,
  PRIMARY KEY (vault_id, epoch)
);

CREATE TABLE governance_tokens (
  tenant_id                 INTEGER NOT NULL REFERENCES tenants (id),
  vault_id                  INTEGER NOT NULL REFERENCES vaults (id),
  token                     TEXT NOT NULL,
  quantum                   NUMERIC(39, 0),
  batch_cap                 NUMERIC(39, 0),
  outflow_capacity          NUMERIC(39, 0),
  outflow_refill_per_second NUMERIC(39, 0),
  block_number              BIGINT NOT NULL,
  block_time                BIGINT NOT NULL,
  tx_hash                   TEXT NOT NULL,
  log_index                 INTEGER NOT NULL,
  PRIMARY KEY (vault_id, token)
);
COMMENT ON TABLE governance_tokens IS 'listed tokens with their limits, in quanta; the place is that of the last change';

CREATE TABLE governance_switches (
  tenant_id    INTEGER NOT NULL REFERENCES tenants (id),
  vault_id     INTEGER NOT NULL REFERENCES vaults (id),
  name         TEXT NOT NULL CHECK (name IN ('entries', 'payouts')),
  is_paused    BOOLEAN NOT NULL,
  block_number BIGINT NOT NULL,
  block_time   BIGINT NOT NULL,
  tx_hash      TEXT NOT NULL,
  log_index    INTEGER NOT NULL,
  PRIMARY KEY (vault_id, name)
);
COMMENT ON TABLE governance_switches IS 'what the vault''s own brakes say; one that was never used has no row';

CREATE TABLE governance_roles (
  tenant_id          INTEGER NOT NULL REFERENCES tenants (id),
  vault_id           INTEGER NOT NULL REFERENCES vaults (id),
  role_id            NUMERIC(39, 0) NOT NULL,
  label              TEXT,
  admin_role_id      NUMERIC(39, 0) NOT NULL,
  guardian_role_id   NUMERIC(39, 0) NOT NULL,
  grant_delay        BIGINT NOT NULL,
  prior_grant_delay  BIGINT NOT NULL,
  grant_delay_from   BIGINT NOT NULL,
  block_number       BIGINT NOT NULL,
  block_time         BIGINT NOT NULL,
  tx_hash            TEXT NOT NULL,
  log_index          INTEGER NOT NULL,
  PRIMARY KEY (vault_id, role_id)
);
COMMENT ON COLUMN governance_roles.grant_delay IS
  'seconds; holds from grant_delay_from on, until then prior_grant_delay does (so with all delays here)';

CREATE TABLE governance_members (
  tenant_id             INTEGER NOT NULL REFERENCES tenants (id),
  vault_id              INTEGER NOT NULL REFERENCES vaults (id),
  role_id               NUMERIC(39, 0) NOT NULL,
  account               TEXT NOT NULL,
  member_since          BIGINT,
  revoked_at            BIGINT,
  execution_delay       BIGINT NOT NULL,
  prior_execution_delay BIGINT NOT NULL,
  execution_delay_from  BIGINT NOT NULL,
  block_number          BIGINT NOT NULL,
  block_time            BIGINT NOT NULL,
  tx_hash               TEXT NOT NULL,
  log_index             INTEGER NOT NULL,
  PRIMARY KEY (vault_id, role_id, account)
);
COMMENT ON COLUMN governance_members.member_since IS
  'from when the role is held, which may be in the future; null: from before the first indexed block';
COMMENT ON COLUMN governance_members.revoked_at IS 'null: not revoked since it was granted last';

CREATE TABLE governance_functions (
  tenant_id    INTEGER NOT NULL REFERENCES tenants (id),
  vault_id     INTEGER NOT NULL REFERENCES vaults (id),
  target       TEXT NOT NULL,
  selector     TEXT NOT NULL CHECK (selector ~ '^0x[0-9a-f]{8}$'),
  role_id      NUMERIC(39, 0) NOT NULL,
  block_number BIGINT NOT NULL,
  block_time   BIGINT NOT NULL,
  tx_hash      TEXT NOT NULL,
  log_index    INTEGER NOT NULL,
  PRIMARY KEY (vault_id, target, selector)
);
COMMENT ON TABLE governance_functions IS 'which role a restricted function needs; one without a row needs the admin role, 0';

CREATE TABLE governance_targets (
  tenant_id         INTEGER NOT NULL REFERENCES tenants (id),
  vault_id          INTEGER NOT NULL REFERENCES vaults (id),
  target            TEXT NOT NULL,
  authority         TEXT,
  is_closed         BOOLEAN NOT NULL,
  admin_delay       BIGINT NOT NULL,
  prior_admin_delay BIGINT NOT NULL,
  admin_delay_from  BIGINT NOT NULL,
  block_number      BIGINT NOT NULL,
  block_time        BIGINT NOT NULL,
  tx_hash           TEXT NOT NULL,
  log_index         INTEGER NOT NULL,
  PRIMARY KEY (vault_id, target)
);
COMMENT ON COLUMN governance_targets.authority IS
  'whom the target obeys, as it said itself; null for a target whose events are not indexed';

CREATE TABLE governance_operations (
  tenant_id    INTEGER NOT NULL REFERENCES tenants (id),
  vault_id     INTEGER NOT NULL REFERENCES vaults (id),
  operation_id TEXT NOT NULL CHECK (operation_id ~ '^0x[0-9a-f]{64}$'),
  nonce        BIGINT NOT NULL,
  caller       TEXT NOT NULL,
  target       TEXT NOT NULL,
  data         TEXT NOT NULL,
  ready_at     BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('scheduled', 'executed', 'cancelled')),
  ended_at     BIGINT,
  block_number BIGINT NOT NULL,
  block_time   BIGINT NOT NULL,
  tx_hash      TEXT NOT NULL,
  log_index    INTEGER NOT NULL,
  PRIMARY KEY (vault_id, operation_id, nonce),
  CONSTRAINT ended_operations_say_when CHECK ((ended_at IS NOT NULL) = (state <> 'scheduled'))
);
COMMENT ON TABLE governance_operations IS 'the place is that of the last change; scheduled and past expires_at means expired';

CREATE TABLE fairness_anchors (
  tenant_id    INTEGER NOT NULL REFERENCES tenants (id),
  vault_id     INTEGER NOT NULL REFERENCES vaults (id),
  kind         TEXT NOT NULL CHECK (kind ~ '^0x[0-9a-f]{64}$'),
  epoch        BIGINT NOT NULL,
  root         TEXT NOT NULL CHECK (root ~ '^0x[0-9a-f]{64}$'),
  block_number BIGINT NOT NULL,
  block_time   BIGINT NOT NULL,
  tx_hash      TEXT NOT NULL,
  log_index    INTEGER NOT NULL,
  PRIMARY KEY (vault_id, kind, epoch)
);
COMMENT ON COLUMN fairness_anchors.kind IS 'keccak256 of the kind''s name';

-- ---------------------------------------------------------------------------------------------
-- Reconciliation
-- ---------------------------------------------------------------------------------------------

CREATE TABLE reconciliation_marks (
  vault_id         INTEGER PRIMARY KEY REFERENCES vaults (id),
  tenant_id        INTEGER NOT NULL REFERENCES tenants (id),
  through_block    BIGINT NOT NULL,
  disputed_batches TEXT[] NOT NULL DEFAULT '{}',
  verified_at      TIMESTAMPTZ
);
COMMENT ON TABLE reconciliation_marks IS 'up to which final block a vault''s events are summed already; a check goes on from there';
COMMENT ON COLUMN reconciliation_marks.disputed_batches IS 'ids that disagreed up to that block: looked at again by every check';
COMMENT ON COLUMN reconciliation_marks.verified_at IS 'when everything was last summed from the first block on';

CREATE TABLE custody_sums (
  vault_id  INTEGER NOT NULL REFERENCES reconciliation_marks (vault_id) ON DELETE CASCADE,
  tenant_id INTEGER NOT NULL REFERENCES tenants (id),
  token     TEXT NOT NULL,
  amount    NUMERIC(39, 0) NOT NULL,
  events    BIGINT NOT NULL,
  PRIMARY KEY (vault_id, token)
);
COMMENT ON TABLE custody_sums IS 'what a vault''s events up to its mark add up to, per token';

-- Sums hold while what is final stays final. Should it not, whatever the reason, they are made anew.
CREATE FUNCTION forget_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM reconciliation_marks WHERE vault_id = OLD.vault_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER sums_end_with_finality AFTER UPDATE OF final_number ON chain_cursors
  FOR EACH ROW WHEN (NEW.final_number < OLD.final_number) EXECUTE FUNCTION forget_sums();
CREATE TRIGGER sums_end_with_the_cursor AFTER DELETE ON chain_cursors
  FOR EACH ROW EXECUTE FUNCTION forget_sums();

CREATE TABLE reconciliation_latest (
  vault_id       INTEGER NOT NULL REFERENCES vaults (id),
  tenant_id      INTEGER NOT NULL REFERENCES tenants (id),
  currency       TEXT NOT NULL,
  block_number   BIGINT NOT NULL,
  chain_balance  BIGINT NOT NULL,
  ledger_balance BIGINT NOT NULL,
  findings       JSONB NOT NULL,
  checked_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (vault_id, currency)
);
COMMENT ON TABLE reconciliation_latest IS 'the last comparison of each currency, also where it said nothing new';

-- Where the books agreed, by block: what the search for a first difference halves.
CREATE INDEX reconciliations_agreed ON reconciliations (vault_id, currency, block_number) WHERE findings = '[]';

-- What people ask of the indexer.
CREATE TABLE indexer_jobs (
  id           UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id    INTEGER NOT NULL REFERENCES tenants (id),
  vault_id     INTEGER NOT NULL REFERENCES vaults (id),
  kind         TEXT NOT NULL CHECK (kind IN ('replay', 'reconcile')),
  from_block   BIGINT CHECK (from_block >= 0),
  to_block     BIGINT,
  requested_by UUID,
  state        TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
  attempts     INTEGER NOT NULL DEFAULT 0,
  lease_until  TIMESTAMPTZ,
  done_block   BIGINT,
  events       BIGINT,
  postings     BIGINT,
  hash_before  TEXT CHECK (hash_before ~ '^[0-9a-f]{64}$'),
  hash_after   TEXT CHECK (hash_after ~ '^[0-9a-f]{64}$'),
  prints       JSONB,
  changed      TEXT[] NOT NULL DEFAULT '{}',
  findings     JSONB,
  failure      TEXT,
  created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
  started_at   TIMESTAMPTZ,
  finished_at  TIMESTAMPTZ,
  FOREIGN KEY (tenant_id, requested_by) REFERENCES users (tenant_id, id),
  CONSTRAINT replays_name_their_range CHECK (
    CASE kind WHEN 'replay' THEN from_block <= to_block AND to_block IS NOT NULL AND from_block IS NOT NULL
      ELSE num_nonnulls(from_block, to_block) = 0 END),
  CONSTRAINT running_jobs_are_leased CHECK ((lease_until IS NOT NULL) = (state = 'running')),
  CONSTRAINT ended_jobs_say_when CHECK ((finished_at IS NOT NULL) = (state IN ('done', 'failed')))
);
CREATE INDEX indexer_jobs_newest ON indexer_jobs (tenant_id, created_at DESC, id DESC);
CREATE INDEX indexer_jobs_open ON indexer_jobs (created_at) WHERE state IN ('queued', 'running');
CREATE UNIQUE INDEX indexer_jobs_open_once ON indexer_jobs (vault_id, kind, coalesce(from_block, -1), coalesce(to_block, -1))
  WHERE state IN ('queued', 'running');
COMMENT ON TABLE indexer_jobs IS
  'queued → running → done or failed. Who runs one holds a lease and renews it; a job whose lease ran out is run again '
  'from where it was (done_block), which changes nothing that stands already';
COMMENT ON COLUMN indexer_jobs.prints IS 'one fingerprint per table from before the first attempt';

-- What a person must hear of. A row is written before anybody is told, so whoever tells may die and begin again.
CREATE TABLE alerts (
  id              UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id       INTEGER NOT NULL REFERENCES tenants (id),
  kind            TEXT NOT NULL,
  subject         TEXT NOT NULL,
  details         JSONB NOT NULL,
  times           BIGINT NOT NULL DEFAULT 1,
  episode         INTEGER NOT NULL DEFAULT 1,
  first_raised_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  last_raised_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
  attempts        INTEGER NOT NULL DEFAULT 0,
  due_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  told_at         TIMESTAMPTZ,
  UNIQUE (tenant_id, kind, subject)
);
CREATE INDEX alerts_due ON alerts (due_at) WHERE told_at IS NULL;
COMMENT ON TABLE alerts IS 'one row for the same news about the same thing; raised again it counts, and is told again once an hour';
COMMENT ON COLUMN alerts.episode IS 'how often it was to be told; with the id it names a message, which may arrive twice';

-- ---------------------------------------------------------------------------------------------
-- Grants and row-level security
-- ---------------------------------------------------------------------------------------------

GRANT SELECT ON plan_entries, suspense_movements, suspense_items, governance_changes, governance_signers, governance_tokens,
  governance_switches, governance_roles, governance_members, governance_functions, governance_targets,
  governance_operations, fairness_anchors, reconciliation_latest, indexer_jobs, alerts, chain_blocks TO fairhouse_api;
GRANT INSERT (tenant_id, vault_id, kind, from_block, to_block, requested_by) ON indexer_jobs TO fairhouse_api;

GRANT SELECT, INSERT ON plan_entries, suspense_movements TO fairhouse_indexer;
GRANT UPDATE (status) ON plan_entries TO fairhouse_indexer;
GRANT UPDATE (reason, amount, state) ON suspense_movements TO fairhouse_indexer;
GRANT SELECT, INSERT, UPDATE, DELETE ON governance_changes, governance_signers, governance_tokens, governance_switches,
  governance_roles, governance_members, governance_functions, governance_targets, governance_operations,
  fairness_anchors, reconciliation_marks, custody_sums, reconciliation_latest TO fairhouse_indexer;
GRANT SELECT ON indexer_jobs TO fairhouse_indexer;
GRANT SELECT, INSERT, UPDATE ON alerts TO fairhouse_indexer, fairhouse_worker;
GRANT UPDATE (state, attempts, lease_until, done_block, events, postings, hash_before, hash_after, prints, changed, findings,
  failure, started_at, finished_at) ON indexer_jobs TO fairhouse_indexer;

DO $$
DECLARE guarded TEXT;
BEGIN
  FOREACH guarded IN ARRAY ARRAY[
    'plan_entries', 'suspense_movements', 'governance_changes', 'governance_signers', 'governance_tokens',
    'governance_switches', 'governance_roles', 'governance_members', 'governance_functions', 'governance_targets',
    'governance_operations', 'fairness_anchors', 'reconciliation_marks', 'custody_sums', 'reconciliation_latest',
    'indexer_jobs', 'alerts'] LOOP
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
