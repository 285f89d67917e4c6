import type pg from "pg";
import { z } from "zod";
import type { CommissionPlan, PlanLine, Rates } from "#domain/agents/rates.ts";
import { invariant } from "#domain/errors.ts";

const linesShape = z.array(
  z.object({ agentId: z.string(), revenueShareBps: z.number(), turnoverBps: z.number() }),
);

/** What an agent's direct members give from now on. */
export interface NewPlan {
  readonly agentId: string;
  readonly lines: readonly PlanLine[];
}

/** The plans with the given ids. Any transaction sees the plans of the agents that it sees. */
export async function findPlans(
  client: pg.ClientBase,
  tenantId: number,
  ids: readonly bigint[],
): Promise<CommissionPlan[]> {
  const { rows } = await client.query<{ id: bigint; lines: unknown }>({
    name: "commission_plans",
    text: "SELECT id, lines FROM commission_plans WHERE tenant_id = $1 AND id = ANY($2::bigint[])",
    values: [tenantId, `{${ids.join(",")}}`],
  });
  return rows.map(({ id, lines }) => ({ id, lines: linesShape.parse(lines) }));
}

/** The plans in force for players, by player; those without an agent are missing. */
export async function findPlansOfUsers(
  client: pg.ClientBase,
  tenantId: number,
  userIds: readonly string[],
): Promise<Map<string, bigint>> {
  const { rows } = await client.query<{ id: string; plan_id: bigint }>(
    `SELECT users.id, agents.plan_id FROM users
     JOIN agents ON agents.tenant_id = users.tenant_id AND agents.user_id = users.agent_id
     WHERE users.tenant_id = $1 AND users.id = ANY($2::uuid[])`,
    [tenantId, userIds],
  );
  return new Map(rows.map(({ id, plan_id }) => [id, plan_id]));
}

/** What the direct members of an agent give now. */
export async function findLinesInForce(
  client: pg.ClientBase,
  tenantId: number,
  agentId: string,
): Promise<readonly PlanLine[]> {
  const { rows } = await client.query<{ lines: unknown }>(
    `SELECT plan.lines FROM agents
     JOIN commission_plans AS plan ON plan.tenant_id = agents.tenant_id AND plan.id = agents.plan_id
     WHERE agents.tenant_id = $1 AND agents.user_id = $2`,
    [tenantId, agentId],
  );
  invariant(rows[0] !== undefined, "an agent has a plan in force");
  return linesShape.parse(rows[0].lines);
}

const INSERT_PLANS = `
  INSERT INTO commission_plans (tenant_id, agent_id, version, lines)
  SELECT $1, wanted.agent_id, 1 + coalesce((
      SELECT max(version) FROM commission_plans AS earlier
      WHERE earlier.tenant_id = $1 AND earlier.agent_id = wanted.agent_id), 0), wanted.lines
  FROM unnest($2::uuid[], $3::jsonb[]) AS wanted (agent_id, lines)
  RETURNING id, agent_id`;

/** Puts the plans in force for agents that there are. Call with the hierarchy locked. */
export async function replacePlans(
  client: pg.ClientBase,
  tenantId: number,
  plans: readonly NewPlan[],
): Promise<void> {
  await client.query(
    `WITH planned AS (${INSERT_PLANS})
     UPDATE agents SET plan_id = planned.id FROM planned
     WHERE agents.tenant_id = $1 AND agents.user_id = planned.agent_id`,
    planValues(tenantId, plans),
  );
}

/** Makes somebody an agent, without rates of its own. Call with the hierarchy locked. */
export async function insertAgent(client: pg.ClientBase, tenantId: number, plan: NewPlan): Promise<void> {
  await client.query(
    `WITH planned AS (${INSERT_PLANS})
     INSERT INTO agents (tenant_id, user_id, plan_id) SELECT $1, agent_id, id FROM planned`,
    planValues(tenantId, [plan]),
  );
}

export async function deleteAgent(client: pg.ClientBase, tenantId: number, agentId: string): Promise<void> {
  await client.query("DELETE FROM agents WHERE tenant_id = $1 AND user_id = $2", [tenantId, agentId]);
}

export async function writeRates(
  client: pg.ClientBase,
  tenantId: number,
  agentId: string,
  { revenueShareBps, turnoverBps }: Rates,
): Promise<void> {
  await client.query(
    "UPDATE agents SET revenue_share_bps = $3, turnover_bps = $4 WHERE tenant_id = $1 AND user_id = $2",
    [tenantId, agentId, revenueShareBps, turnoverBps],
  );
}

function planValues(tenantId: number, plans: readonly NewPlan[]): unknown[] {
  return [tenantId, plans.map(({ agentId }) => agentId), plans.map(({ lines }) => JSON.stringify(lines))];
}
