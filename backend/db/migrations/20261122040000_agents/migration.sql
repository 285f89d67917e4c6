-- Agents: the hierarchy of each house, invitations into it, rates and the plans that follow from them, and what agents
-- have earned of bets.
--
-- The house is level 0 of its own hierarchy: super masters (1), masters (2), agents (3) and users (4) are below it. A
-- path names the members above somebody from the top down, each between slashes: '/', '/<super master>/', …; all that is
-- below a member begins with that member's own path and id. Paths compare byte by byte, so that an ordinary index
-- finds a subtree as a range, also through row-level security and from a prepared statement, which LIKE does not.

ALTER TABLE users
  ADD COLUMN agent_id UUID,
  ADD COLUMN agent_path TEXT COLLATE "C" NOT NULL DEFAULT '/',
  ADD COLUMN agent_level SMALLINT NOT NULL DEFAULT 4 CHECK (agent_level BETWEEN 1 AND 4),
  ADD COLUMN joined_agent_at TIMESTAMPTZ,
  ADD CONSTRAINT agent_path_ends_with_the_agent CHECK (
    agent_path = '/' AND agent_id IS NULL
    OR agent_id IS NOT NULL AND right(agent_path, 38) = '/' || agent_id || '/');
CREATE INDEX users_by_agent_path ON users (tenant_id, agent_path, id);
COMMENT ON COLUMN users.agent_id IS 'the member directly above; null: the house itself';
COMMENT ON COLUMN users.joined_agent_at IS 'when an invitation was used or staff gave the place; a place is taken once';

CREATE TABLE commission_plans (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id  INTEGER NOT NULL REFERENCES tenants (id),
  agent_id   UUID NOT NULL,
  version    INTEGER NOT NULL CHECK (version > 0),
  lines      JSONB NOT NULL CHECK (jsonb_typeof(lines) = 'array'),
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, agent_id, version),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES users (tenant_id, id)
);
COMMENT ON TABLE commission_plans IS
  'append-only: what a bet of a direct member of agent_id gives to the agents above it, from the top down; '
  'each bet names the plan that was in force';
CREATE TRIGGER commission_plans_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commission_plans
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE agents (
  tenant_id         INTEGER NOT NULL,
  user_id           UUID NOT NULL,
  revenue_share_bps INTEGER NOT NULL DEFAULT 0 CHECK (revenue_share_bps BETWEEN 0 AND 10000),
  turnover_bps      INTEGER NOT NULL DEFAULT 0 CHECK (turnover_bps BETWEEN 0 AND 10000),
  plan_id           BIGINT NOT NULL REFERENCES commission_plans (id),
  created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
COMMENT ON COLUMN agents.revenue_share_bps IS 'share of stake × house edge';
COMMENT ON COLUMN agents.turnover_bps IS 'share of the stake';
COMMENT ON COLUMN agents.plan_id IS 'in force for the direct members of this agent';
ALTER TABLE users ADD FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, user_id);

CREATE TABLE agent_invitations (
  tenant_id  INTEGER NOT NULL REFERENCES tenants (id),
  id         UUID NOT NULL DEFAULT gen_random_uuid(),
  code       TEXT NOT NULL CHECK (code ~ '^[A-Z2-7]{16}$'),
  inviter_id UUID,
  created_by UUID NOT NULL,
  level      SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 4),
  max_uses   INTEGER NOT NULL CHECK (max_uses > 0),
  uses       INTEGER NOT NULL DEFAULT 0 CHECK (uses BETWEEN 0 AND max_uses),
  expires_at TIMESTAMPTZ NOT NULL,
  revoked_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code),
  FOREIGN KEY (tenant_id, inviter_id) REFERENCES users (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES users (tenant_id, id)
);
CREATE INDEX agent_invitations_by_inviter ON agent_invitations (tenant_id, inviter_id, created_at DESC, id DESC);
COMMENT ON COLUMN agent_invitations.inviter_id IS 'under whom the code places; null: directly under the house';

CREATE TABLE agent_changes (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id  INTEGER NOT NULL REFERENCES tenants (id),
  kind       TEXT NOT NULL CHECK (kind IN ('joined', 'moved', 'rates')),
  user_id    UUID NOT NULL,
  actor_id   UUID NOT NULL,
  before     JSONB NOT NULL,
  after      JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  FOREIGN KEY (tenant_id, actor_id) REFERENCES users (tenant_id, id)
);
CREATE INDEX agent_changes_by_tenant ON agent_changes (tenant_id, id DESC);
COMMENT ON TABLE agent_changes IS 'append-only: who changed the hierarchy or its rates, when, and how it was before';
CREATE TRIGGER agent_changes_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON agent_changes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE commission_lines (
  tenant_id     INTEGER NOT NULL,
  id            UUID NOT NULL,
  agent_id      UUID NOT NULL,
  currency      TEXT NOT NULL,
  revenue_share BIGINT NOT NULL,
  turnover      BIGINT NOT NULL,
  amount        BIGINT NOT NULL GENERATED ALWAYS AS (revenue_share + turnover) STORED,
  bet_ids       UUID[] NOT NULL CHECK (cardinality(bet_ids) > 0),
  bets_at       TIMESTAMPTZ NOT NULL DEFAULT now(),
  created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT lines_accrue_or_claw_back CHECK (
    revenue_share >= 0 AND turnover >= 0 AND revenue_share + turnover > 0
    OR revenue_share <= 0 AND turnover <= 0 AND revenue_share + turnover < 0)
);
CREATE INDEX commission_lines_by_agent ON commission_lines (tenant_id, agent_id, created_at, id);
COMMENT ON TABLE commission_lines IS
  'append-only: what one agent earned of the bets that one transaction settled, or lost again when a bet was voided '
  '(negative). Follows from the bets and their plans. No foreign keys: check-ledger proves them';
COMMENT ON COLUMN commission_lines.bets_at IS 'when all of the bets were settled';
CREATE TRIGGER commission_lines_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commission_lines
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Bets of crash are settled by rounds and kept apart from the others.
ALTER TABLE crash_bets ADD COLUMN commission_plan_id BIGINT, ADD COLUMN settled_at TIMESTAMPTZ;
COMMENT ON COLUMN crash_bets.commission_plan_id IS 'the rates that the bet''s commissions follow from; null without an agent';
COMMENT ON COLUMN crash_bets.settled_at IS 'when its round was settled; null when it was cancelled, or is not over';

CREATE VIEW commission_bets WITH (security_invoker = true) AS
  SELECT tenant_id, id, user_id, game, currency, stake, edge_bps, commission_plan_id, created_at AS settled_at FROM bets
  UNION ALL
  SELECT bet.tenant_id, bet.id, bet.user_id, 'crash', bet.currency, bet.stake, round.edge_bps, bet.commission_plan_id,
    bet.settled_at
  FROM crash_bets AS bet
  JOIN crash_rounds AS round ON round.tenant_id = bet.tenant_id AND round.id = bet.round_id;
COMMENT ON VIEW commission_bets IS 'of every bet, what its commissions follow from';

CREATE TABLE commission_totals (
  tenant_id     INTEGER NOT NULL,
  agent_id      UUID NOT NULL,
  currency      TEXT NOT NULL,
  shard         SMALLINT NOT NULL CHECK (shard >= 0),
  revenue_share BIGINT NOT NULL,
  turnover      BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, agent_id, currency, shard)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
COMMENT ON TABLE commission_totals IS
  'sums of commission_lines; guarded by the lock on the commission_payable account of the same currency and shard';

CREATE TABLE commission_payouts (
  tenant_id  INTEGER NOT NULL,
  id         UUID NOT NULL,
  agent_id   UUID NOT NULL,
  currency   TEXT NOT NULL,
  amount     BIGINT NOT NULL CHECK (amount > 0),
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES users (tenant_id, id)
);
CREATE INDEX commission_payouts_by_agent ON commission_payouts (tenant_id, agent_id, created_at DESC, id DESC);
COMMENT ON TABLE commission_payouts IS 'append-only: commissions that became cash of their agent';
CREATE TRIGGER commission_payouts_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commission_payouts
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE bet_voids (
  tenant_id  INTEGER NOT NULL,
  bet_id     UUID NOT NULL,
  bet_at     TIMESTAMPTZ NOT NULL,
  user_id    UUID NOT NULL,
  actor_id   UUID NOT NULL,
  reason     TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, bet_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  FOREIGN KEY (tenant_id, actor_id) REFERENCES users (tenant_id, id)
);
COMMENT ON TABLE bet_voids IS 'append-only: bets that staff declared void, with their money put back';
CREATE TRIGGER bet_voids_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bet_voids
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ---------------------------------------------------------------------------------------------
-- Roles and row-level security
-- ---------------------------------------------------------------------------------------------

GRANT SELECT ON commission_bets TO fairhouse_api;
GRANT UPDATE (commission_plan_id, settled_at) ON crash_bets TO fairhouse_engine;
GRANT SELECT ON agents, commission_plans, commission_totals TO fairhouse_engine;
GRANT INSERT ON commission_lines, commission_totals TO fairhouse_engine;
GRANT UPDATE (revenue_share, turnover) ON commission_totals TO fairhouse_engine;

GRANT SELECT ON agents, commission_plans, agent_invitations, agent_changes, commission_lines, commission_totals,
  commission_payouts, bet_voids TO fairhouse_api;
GRANT UPDATE (agent_id, agent_path, agent_level, joined_agent_at) ON users TO fairhouse_api;
GRANT INSERT, DELETE ON agents TO fairhouse_api;
GRANT UPDATE (revenue_share_bps, turnover_bps, plan_id) ON agents TO fairhouse_api;
GRANT INSERT ON commission_plans, agent_invitations, agent_changes, commission_lines, commission_totals,
  commission_payouts, bet_voids TO fairhouse_api;
GRANT UPDATE (uses, revoked_at) ON agent_invitations TO fairhouse_api;
GRANT UPDATE (revenue_share, turnover) ON commission_totals TO fairhouse_api;

DO $$
DECLARE guarded TEXT;
BEGIN
  FOREACH guarded IN ARRAY ARRAY[
    'commission_plans', 'agents', 'agent_invitations', 'agent_changes', 'commission_lines', 'commission_totals',
    'commission_payouts', 'bet_voids'] LOOP
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
