-- Ceilings: how much of the house's edge the paths through an agent may give away. Administrators set them; agents give
-- out what is below them.

ALTER TABLE tenants
  ADD COLUMN agent_ceiling_bps INTEGER NOT NULL DEFAULT 6000 CHECK (agent_ceiling_bps BETWEEN 0 AND 10000);
COMMENT ON COLUMN tenants.agent_ceiling_bps IS
  'the most that a path may give away on which no agent has a ceiling, in hundredths of a percent of the smallest edge on offer';

-- With the user, so that nobody gets rid of a ceiling by being no agent for a while.
ALTER TABLE users
  ADD COLUMN agent_ceiling_bps INTEGER CHECK (agent_ceiling_bps BETWEEN 0 AND 10000);
COMMENT ON COLUMN users.agent_ceiling_bps IS
  'the most that any path through this agent may give away; of several on a path the lowest binds; null: none of its own';

ALTER TABLE agent_changes
  ALTER COLUMN user_id DROP NOT NULL,
  DROP CONSTRAINT agent_changes_kind_check,
  ADD CONSTRAINT agent_changes_kind_check CHECK (kind IN ('joined', 'moved', 'rates', 'ceiling')),
  ADD CONSTRAINT only_the_ceiling_of_the_house_is_nobodys CHECK (user_id IS NOT NULL OR kind = 'ceiling');
COMMENT ON COLUMN agent_changes.user_id IS 'null: it was the house''s own ceiling';

GRANT UPDATE (agent_ceiling_bps) ON users TO fairhouse_api;
GRANT UPDATE (agent_ceiling_bps) ON tenants TO fairhouse_api;
CREATE POLICY own_ceiling ON tenants FOR UPDATE TO fairhouse_api
  USING (id = NULLIF(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (id = NULLIF(current_setting('app.tenant_id', true), '')::integer);

-- What was undone of a user's bets is part of the user's history.
CREATE INDEX bet_voids_of_user ON bet_voids (tenant_id, user_id, created_at DESC, bet_id DESC);
