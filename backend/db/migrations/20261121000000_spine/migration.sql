-- The spine: tenants, members of staff and players, the double-entry ledger, provably fair seeds,
-- bets, deposits, withdrawals and their payout batches, and the indexer's record of the chain.
--
-- Conventions that later migrations keep:
--   * every business table carries tenant_id, is unique within it, and has row-level security on;
--   * amounts are BIGINT minor units (for the native coin: gwei);
--   * addresses and hashes are lower-case 0x hex text, checked;
--   * a process works under a role that holds just the grants it needs (see the end of this file).

-- ---------------------------------------------------------------------------------------------
-- Tenants and their vaults
-- ---------------------------------------------------------------------------------------------

CREATE TABLE tenants (
  id            INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug          TEXT NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{1,30}$'),
  name          TEXT NOT NULL,
  hostnames     TEXT[] NOT NULL DEFAULT '{}',
  max_risk_bps  INTEGER NOT NULL DEFAULT 100 CHECK (max_risk_bps BETWEEN 1 AND 10000),
  created_at    TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE currencies (
  tenant_id     INTEGER NOT NULL REFERENCES tenants (id),
  code          TEXT NOT NULL CHECK (code ~ '^[A-Z][A-Z0-9]{1,9}$'),
  decimals      SMALLINT NOT NULL CHECK (decimals BETWEEN 0 AND 18),
  token         TEXT NOT NULL CHECK (token ~ '^0x[0-9a-f]{40}$'),
  quantum_wei   NUMERIC(39, 0) NOT NULL CHECK (quantum_wei > 0),
  min_stake     BIGINT NOT NULL DEFAULT 1 CHECK (min_stake > 0),
  min_withdrawal BIGINT NOT NULL DEFAULT 1 CHECK (min_withdrawal > 0),
  PRIMARY KEY (tenant_id, code),
  UNIQUE (tenant_id, token)
);
COMMENT ON COLUMN currencies.token IS 'ERC-20 address; the zero address is the chain''s native coin';
COMMENT ON COLUMN currencies.quantum_wei IS 'on-chain units in one minor unit';

CREATE TABLE vaults (
  id               INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id        INTEGER NOT NULL REFERENCES tenants (id),
  chain_id         BIGINT NOT NULL CHECK (chain_id > 0),
  address          TEXT NOT NULL CHECK (address ~ '^0x[0-9a-f]{40}$'),
  deploy_block     BIGINT NOT NULL CHECK (deploy_block >= 0),
  bankroll_address TEXT NOT NULL CHECK (bankroll_address ~ '^0x[0-9a-f]{40}$'),
  created_at       TIMESTAMPTZ NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, chain_id, address)
);
COMMENT ON COLUMN vaults.bankroll_address IS 'deposits from here fund the house bankroll instead of a player';

CREATE TABLE kill_switches (
  tenant_id  INTEGER NOT NULL REFERENCES tenants (id),
  name       TEXT NOT NULL CHECK (name IN ('bets', 'withdrawals', 'payouts')),
  reason     TEXT NOT NULL,
  set_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, name)
);
COMMENT ON TABLE kill_switches IS 'a row stops the named activity for its tenant; deleting the row resumes it';

-- Whoever turns a switch, by whatever means: the API processes hear of it and tell everyone who is connected.
CREATE FUNCTION tell_of_kill_switch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('fairhouse_activity', json_build_object(
    'kind', 'stopped', 'tenantId', COALESCE(NEW.tenant_id, OLD.tenant_id))::text);
  RETURN NULL;
END
$$;
CREATE TRIGGER kill_switches_are_told AFTER INSERT OR UPDATE OR DELETE ON kill_switches
  FOR EACH ROW EXECUTE FUNCTION tell_of_kill_switch();

-- ---------------------------------------------------------------------------------------------
-- Users and their sessions
-- ---------------------------------------------------------------------------------------------

CREATE TABLE users (
  id             UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id      INTEGER NOT NULL REFERENCES tenants (id),
  wallet_address TEXT NOT NULL CHECK (wallet_address ~ '^0x[0-9a-f]{40}$'),
  role           TEXT NOT NULL DEFAULT 'player'
                 CHECK (role IN ('player', 'support', 'operator', 'admin', 'auditor')),
  status         TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'frozen')),
  created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, wallet_address),
  UNIQUE (tenant_id, id)
);

CREATE TABLE auth_nonces (
  tenant_id  INTEGER NOT NULL REFERENCES tenants (id),
  nonce      TEXT NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (tenant_id, nonce)
);
COMMENT ON TABLE auth_nonces IS 'single use: signing in deletes the row it presents';

CREATE TABLE sessions (
  id           UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id    INTEGER NOT NULL,
  user_id      UUID NOT NULL,
  user_agent   TEXT NOT NULL DEFAULT '',
  created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
  last_used_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  expires_at   TIMESTAMPTZ NOT NULL,
  revoked_at   TIMESTAMPTZ,
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  UNIQUE (tenant_id, id)
);
CREATE INDEX sessions_by_user ON sessions (tenant_id, user_id);

CREATE TABLE refresh_tokens (
  tenant_id  INTEGER NOT NULL,
  token_hash BYTEA NOT NULL CHECK (octet_length(token_hash) = 32),
  session_id UUID NOT NULL,
  issued_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
  used_at    TIMESTAMPTZ,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (tenant_id, session_id);
COMMENT ON TABLE refresh_tokens IS 'a token presented a second time revokes its whole session';

CREATE TABLE idempotency_keys (
  tenant_id       INTEGER NOT NULL,
  user_id         UUID NOT NULL,
  key             TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
  route           TEXT NOT NULL,
  body_hash       BYTEA NOT NULL CHECK (octet_length(body_hash) = 32),
  locked_until    TIMESTAMPTZ NOT NULL,
  response_status SMALLINT,
  response_body   TEXT,
  created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id, key),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- ---------------------------------------------------------------------------------------------
-- The ledger
-- ---------------------------------------------------------------------------------------------

CREATE TABLE accounts (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id  INTEGER NOT NULL REFERENCES tenants (id),
  kind       TEXT NOT NULL CHECK (kind IN (
    'player_cash', 'player_confirming', 'player_locked', 'player_income', 'player_bonus',
    'house_bankroll', 'bankroll_confirming', 'company', 'commission_payable', 'jackpot',
    'withdrawal_pending', 'payout_credit', 'suspense', 'custody')),
  owner_id   UUID,
  currency   TEXT NOT NULL,
  shard      SMALLINT NOT NULL DEFAULT 0 CHECK (shard >= 0),
  balance    BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (tenant_id, kind, owner_id, currency, shard),
  FOREIGN KEY (tenant_id, currency) REFERENCES currencies (tenant_id, code),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES users (tenant_id, id),
  CONSTRAINT owned_accounts_name_their_owner CHECK (
    (owner_id IS NOT NULL) = (kind LIKE 'player\_%' OR kind IN ('withdrawal_pending', 'payout_credit'))),
  CONSTRAINT owned_balances_never_negative CHECK (owner_id IS NULL OR balance >= 0),
  CONSTRAINT custody_mirrors_the_vault CHECK (kind <> 'custody' OR balance <= 0)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX accounts_by_owner ON accounts (owner_id) WHERE owner_id IS NOT NULL;
COMMENT ON TABLE accounts IS 'balances; Σ per tenant and currency is always 0';
COMMENT ON COLUMN accounts.balance IS 'custody holds minus what the vault holds; everything else is owed to its owner';

CREATE TABLE transfers (
  tenant_id         INTEGER NOT NULL,
  cause_id          UUID NOT NULL,
  leg               SMALLINT NOT NULL CHECK (leg >= 0),
  code              TEXT NOT NULL,
  debit_account_id  BIGINT NOT NULL,
  credit_account_id BIGINT NOT NULL,
  amount            BIGINT NOT NULL CHECK (amount > 0),
  created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, cause_id, leg),
  CONSTRAINT two_different_accounts CHECK (debit_account_id <> credit_account_id)
);
COMMENT ON TABLE transfers IS
  'append-only two-leg postings; (cause_id, leg) is made by the caller, so posting twice is refused. '
  'No foreign keys to accounts: posting locks both accounts in the same transaction and check-ledger proves them';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% rows are append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER transfers_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfers
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ---------------------------------------------------------------------------------------------
-- Fairness and bets
-- ---------------------------------------------------------------------------------------------

CREATE TABLE seeds (
  id                    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id             INTEGER NOT NULL,
  user_id               UUID NOT NULL,
  status                TEXT NOT NULL CHECK (status IN ('next', 'active', 'revealed')),
  commitment            TEXT NOT NULL CHECK (commitment ~ '^[0-9a-f]{64}$'),
  server_seed_encrypted BYTEA NOT NULL,
  server_seed           TEXT,
  client_seed           TEXT NOT NULL,
  nonce                 INTEGER NOT NULL DEFAULT 0 CHECK (nonce >= 0),
  created_at            TIMESTAMPTZ NOT NULL DEFAULT now(),
  activated_at          TIMESTAMPTZ,
  revealed_at           TIMESTAMPTZ,
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  UNIQUE (tenant_id, commitment),
  CONSTRAINT only_revealed_seeds_are_readable CHECK ((server_seed IS NOT NULL) = (status = 'revealed'))
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
CREATE UNIQUE INDEX seeds_one_active ON seeds (tenant_id, user_id) WHERE status = 'active';
CREATE UNIQUE INDEX seeds_one_next ON seeds (tenant_id, user_id) WHERE status = 'next';
CREATE INDEX seeds_by_user ON seeds (tenant_id, user_id, id);
COMMENT ON COLUMN seeds.nonce IS 'the nonce that the next bet takes; guarded by the lock on the player''s cash account';

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
  params                 TEXT NOT NULL,
  outcome                TEXT NOT NULL,
  seed_id                BIGINT NOT NULL,
  nonce                  INTEGER NOT NULL CHECK (nonce >= 0),
  created_at             TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT bets_nonce_once UNIQUE (seed_id, nonce)
);
COMMENT ON TABLE bets IS
  'settled bets; (seed_id, nonce) proves no nonce was used twice and lists a player''s bets in order';
COMMENT ON COLUMN bets.params IS 'canonical JSON text, compared byte for byte when a bet id is presented again';
CREATE TRIGGER bets_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bets
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ---------------------------------------------------------------------------------------------
-- Deposits, withdrawals, payout batches, transactions
-- ---------------------------------------------------------------------------------------------

CREATE TABLE deposits (
  tenant_id    INTEGER NOT NULL,
  id           UUID NOT NULL,
  vault_id     INTEGER NOT NULL REFERENCES vaults (id),
  user_id      UUID,
  currency     TEXT NOT NULL,
  amount       BIGINT NOT NULL CHECK (amount > 0),
  block_number BIGINT NOT NULL,
  block_hash   TEXT NOT NULL CHECK (block_hash ~ '^0x[0-9a-f]{64}$'),
  tx_hash      TEXT NOT NULL CHECK (tx_hash ~ '^0x[0-9a-f]{64}$'),
  log_index    INTEGER NOT NULL,
  status       TEXT NOT NULL CHECK (status IN ('confirming', 'credited', 'reversed')),
  created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
  credited_at  TIMESTAMPTZ,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
CREATE INDEX deposits_by_user ON deposits (tenant_id, user_id, created_at DESC);
CREATE INDEX deposits_confirming ON deposits (vault_id, block_number) WHERE status = 'confirming';
COMMENT ON COLUMN deposits.user_id IS 'null: the house funded its bankroll';

CREATE TABLE payout_batches (
  tenant_id        INTEGER NOT NULL REFERENCES tenants (id),
  id               TEXT NOT NULL CHECK (id ~ '^0x[0-9a-f]{64}$'),
  vault_id         INTEGER NOT NULL REFERENCES vaults (id),
  currency         TEXT NOT NULL,
  total            BIGINT NOT NULL CHECK (total > 0),
  entry_count      INTEGER NOT NULL CHECK (entry_count > 0),
  entries          TEXT NOT NULL CHECK (entries ~ '^0x([0-9a-f]{64})+$'),
  entries_hash     TEXT NOT NULL CHECK (entries_hash ~ '^0x[0-9a-f]{64}$'),
  checkpoint_epoch BIGINT NOT NULL,
  signer_epoch     BIGINT NOT NULL,
  deadline         BIGINT NOT NULL,
  status           TEXT NOT NULL CHECK (status IN ('built', 'signed', 'sent', 'executed', 'final', 'expired')),
  signature        TEXT,
  tx_hash          TEXT,
  failure          TEXT,
  created_at       TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at       TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX payout_batches_open ON payout_batches (vault_id, created_at) WHERE status NOT IN ('final', 'expired');

CREATE TABLE withdrawals (
  tenant_id  INTEGER NOT NULL,
  id         UUID NOT NULL,
  user_id    UUID NOT NULL,
  currency   TEXT NOT NULL,
  amount     BIGINT NOT NULL CHECK (amount > 0),
  to_address TEXT NOT NULL CHECK (to_address ~ '^0x[0-9a-f]{40}$'),
  status     TEXT NOT NULL CHECK (status IN ('requested', 'batched', 'paid', 'credited', 'settled', 'cancelled')),
  batch_id   TEXT,
  position   INTEGER,
  tx_hash    TEXT,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  settled_at TIMESTAMPTZ,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  FOREIGN KEY (tenant_id, batch_id) REFERENCES payout_batches (tenant_id, id),
  UNIQUE (tenant_id, batch_id, position),
  CONSTRAINT batched_withdrawals_name_their_batch CHECK ((batch_id IS NULL) = (status IN ('requested', 'cancelled')))
);
CREATE INDEX withdrawals_by_user ON withdrawals (tenant_id, user_id, created_at DESC);
CREATE INDEX withdrawals_requested ON withdrawals (tenant_id, created_at) WHERE status = 'requested';
COMMENT ON COLUMN withdrawals.status IS
  'requested → batched → paid (event seen) → settled (event final); credited: the recipient refused the '
  'coin and can claim it from the vault; cancelled: returned before it was batched';

CREATE TABLE chain_transactions (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id  INTEGER NOT NULL,
  chain_id   BIGINT NOT NULL,
  sender     TEXT NOT NULL CHECK (sender ~ '^0x[0-9a-f]{40}$'),
  nonce      BIGINT NOT NULL CHECK (nonce >= 0),
  batch_id   TEXT NOT NULL,
  status     TEXT NOT NULL CHECK (status IN ('pending', 'mined', 'final', 'cancelled')),
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  UNIQUE (chain_id, sender, nonce),
  FOREIGN KEY (tenant_id, batch_id) REFERENCES payout_batches (tenant_id, id)
);
CREATE INDEX chain_transactions_open ON chain_transactions (chain_id, sender, nonce) WHERE status IN ('pending', 'mined');

CREATE TABLE chain_transaction_attempts (
  tenant_id                INTEGER NOT NULL,
  transaction_id           BIGINT NOT NULL REFERENCES chain_transactions (id),
  hash                     TEXT NOT NULL CHECK (hash ~ '^0x[0-9a-f]{64}$'),
  raw                      TEXT NOT NULL,
  max_fee_per_gas          NUMERIC(39, 0) NOT NULL,
  max_priority_fee_per_gas NUMERIC(39, 0) NOT NULL,
  created_at               TIMESTAMPTZ NOT NULL DEFAULT now(),
  broadcast_at             TIMESTAMPTZ,
  PRIMARY KEY (transaction_id, hash)
);
COMMENT ON TABLE chain_transaction_attempts IS 'the signed bytes, stored before they are broadcast';

-- ---------------------------------------------------------------------------------------------
-- The indexer's record of the chain
-- ---------------------------------------------------------------------------------------------

CREATE TABLE chain_cursors (
  vault_id        INTEGER PRIMARY KEY REFERENCES vaults (id),
  tenant_id       INTEGER NOT NULL REFERENCES tenants (id),
  block_number    BIGINT NOT NULL,
  block_hash      TEXT NOT NULL CHECK (block_hash ~ '^0x[0-9a-f]{64}$'),
  head_number     BIGINT NOT NULL,
  final_number    BIGINT NOT NULL,
  updated_at      TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE chain_blocks (
  tenant_id   INTEGER NOT NULL REFERENCES tenants (id),
  vault_id    INTEGER NOT NULL REFERENCES vaults (id),
  number      BIGINT NOT NULL,
  hash        TEXT NOT NULL CHECK (hash ~ '^0x[0-9a-f]{64}$'),
  parent_hash TEXT NOT NULL CHECK (parent_hash ~ '^0x[0-9a-f]{64}$'),
  timestamp   BIGINT NOT NULL,
  PRIMARY KEY (vault_id, number)
);
COMMENT ON TABLE chain_blocks IS 'canonical headers near the head, enough to find where a reorg forked';

CREATE TABLE chain_events (
  tenant_id    INTEGER NOT NULL REFERENCES tenants (id),
  vault_id     INTEGER NOT NULL REFERENCES vaults (id),
  chain_id     BIGINT NOT NULL,
  block_number BIGINT NOT NULL,
  block_hash   TEXT NOT NULL CHECK (block_hash ~ '^0x[0-9a-f]{64}$'),
  block_time   BIGINT NOT NULL,
  tx_hash      TEXT NOT NULL CHECK (tx_hash ~ '^0x[0-9a-f]{64}$'),
  log_index    INTEGER NOT NULL,
  name         TEXT NOT NULL,
  args         JSONB NOT NULL,
  canonical    BOOLEAN NOT NULL DEFAULT true,
  PRIMARY KEY (vault_id, block_hash, log_index)
);
CREATE INDEX chain_events_by_block ON chain_events (vault_id, block_number, log_index);
COMMENT ON TABLE chain_events IS 'raw events: the only source of projections; a dropped block keeps its rows with canonical = false';

CREATE TABLE reconciliations (
  id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id        INTEGER NOT NULL REFERENCES tenants (id),
  vault_id         INTEGER NOT NULL REFERENCES vaults (id),
  currency         TEXT NOT NULL,
  block_number     BIGINT NOT NULL,
  chain_balance    BIGINT NOT NULL,
  ledger_balance   BIGINT NOT NULL,
  variance         BIGINT GENERATED ALWAYS AS (chain_balance - ledger_balance) STORED,
  findings         JSONB NOT NULL DEFAULT '[]',
  created_at       TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX reconciliations_latest ON reconciliations (tenant_id, vault_id, currency, id DESC);

-- ---------------------------------------------------------------------------------------------
-- Roles: what each process may touch, and row-level security
-- ---------------------------------------------------------------------------------------------

DO $$
DECLARE wanted TEXT;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['fairhouse_api', 'fairhouse_engine', 'fairhouse_worker', 'fairhouse_indexer'] LOOP
    -- Roles belong to the whole cluster; two databases migrating at once must not trip over each other.
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA public TO fairhouse_api, fairhouse_engine, fairhouse_worker, fairhouse_indexer;

-- What every process may read: whose house this is.
GRANT SELECT ON tenants, currencies, vaults, kill_switches, _prisma_migrations
  TO fairhouse_api, fairhouse_engine, fairhouse_worker, fairhouse_indexer;

-- Signing in and depositing make players: nobody becomes staff, or picks an id or a status, that way.
GRANT INSERT (tenant_id, wallet_address) ON users TO fairhouse_api, fairhouse_indexer;
-- An account begins empty: what it holds comes by transfers.
GRANT INSERT (tenant_id, kind, owner_id, currency, shard) ON accounts
  TO fairhouse_api, fairhouse_engine, fairhouse_indexer;

-- Requests of players: bound to one tenant by the policies below.
GRANT SELECT ON users, sessions, refresh_tokens, idempotency_keys, accounts, transfers, bets, deposits,
  withdrawals, payout_batches, chain_cursors, reconciliations TO fairhouse_api;
GRANT SELECT (id, tenant_id, user_id, status, commitment, server_seed, client_seed, nonce, created_at,
  activated_at, revealed_at) ON seeds TO fairhouse_api;
GRANT INSERT ON sessions, refresh_tokens, idempotency_keys, transfers, withdrawals, seeds, auth_nonces
  TO fairhouse_api;
GRANT SELECT, DELETE ON auth_nonces, idempotency_keys TO fairhouse_api;
GRANT UPDATE (balance) ON accounts TO fairhouse_api;
GRANT UPDATE (last_used_at, expires_at, revoked_at) ON sessions TO fairhouse_api;
GRANT UPDATE (used_at) ON refresh_tokens TO fairhouse_api;
GRANT UPDATE (locked_until, response_status, response_body) ON idempotency_keys TO fairhouse_api;

-- The bet engine: reads encrypted seeds, writes bets and money, names the tenant in every statement.
GRANT SELECT ON users, accounts, seeds, bets, transfers TO fairhouse_engine;
GRANT INSERT ON bets, transfers, seeds TO fairhouse_engine;
GRANT UPDATE (balance) ON accounts TO fairhouse_engine;
GRANT UPDATE (status, server_seed, client_seed, nonce, activated_at, revealed_at) ON seeds TO fairhouse_engine;

-- The worker: batches, transactions, reconciliation.
GRANT SELECT ON users, accounts, transfers, withdrawals, payout_batches, chain_transactions,
  chain_transaction_attempts, chain_cursors, chain_events, deposits, reconciliations TO fairhouse_worker;
GRANT INSERT ON payout_batches, chain_transactions, chain_transaction_attempts, transfers TO fairhouse_worker;
GRANT UPDATE (balance) ON accounts TO fairhouse_worker;
GRANT UPDATE (status, batch_id, position) ON withdrawals TO fairhouse_worker;
GRANT UPDATE (status, signature, tx_hash, failure, updated_at) ON payout_batches TO fairhouse_worker;
GRANT UPDATE (status, updated_at) ON chain_transactions TO fairhouse_worker;
GRANT UPDATE (broadcast_at) ON chain_transaction_attempts TO fairhouse_worker;
GRANT SELECT, DELETE ON auth_nonces, idempotency_keys, sessions, refresh_tokens TO fairhouse_worker;

-- The indexer: what the chain says, and the postings that follow from it.
GRANT SELECT ON users, accounts TO fairhouse_indexer;
GRANT SELECT, INSERT ON transfers, deposits, chain_cursors, chain_blocks, chain_events, reconciliations
  TO fairhouse_indexer;
GRANT INSERT ON kill_switches TO fairhouse_indexer;
GRANT SELECT ON withdrawals, payout_batches TO fairhouse_indexer;
GRANT UPDATE (balance) ON accounts TO fairhouse_indexer;
GRANT UPDATE (status, credited_at) ON deposits TO fairhouse_indexer;
GRANT UPDATE (status, tx_hash, settled_at) ON withdrawals TO fairhouse_indexer;
GRANT UPDATE (status, tx_hash, updated_at) ON payout_batches TO fairhouse_indexer;
GRANT UPDATE ON chain_cursors TO fairhouse_indexer;
GRANT UPDATE (canonical) ON chain_events TO fairhouse_indexer;
GRANT UPDATE, DELETE ON chain_blocks TO fairhouse_indexer;
GRANT DELETE ON reconciliations TO fairhouse_indexer;

-- Row-level security: the API role sees one tenant, named by app.tenant_id for the transaction; a
-- transaction that names none sees nothing. The other roles serve all tenants and are trusted to name one.
DO $$
DECLARE guarded TEXT;
BEGIN
  FOREACH guarded IN ARRAY ARRAY[
    'currencies', 'vaults', 'kill_switches', 'users', 'auth_nonces', 'sessions', 'refresh_tokens',
    'idempotency_keys', 'accounts', 'transfers', 'seeds', 'bets', 'deposits', 'payout_batches', 'withdrawals',
    'chain_transactions', 'chain_transaction_attempts', 'chain_cursors', 'chain_blocks', 'chain_events',
    'reconciliations'] LOOP
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

-- The one look-up that comes before a tenant is known: which house does this host name belong to?
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
CREATE POLICY public_directory ON tenants FOR SELECT
  TO fairhouse_api, fairhouse_engine, fairhouse_worker, fairhouse_indexer USING (true);
