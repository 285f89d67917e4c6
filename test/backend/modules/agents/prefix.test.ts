import { afterAll, beforeAll, expect, test } from "vitest";
import { type AgentHouse, startAgentHouse } from "./agentHouse.ts";
import { explainDownline, loadHierarchy } from "./prefix.ts";

const USERS = 20_000;

let house: AgentHouse;
beforeAll(async () => {
  house = await startAgentHouse();
});
afterAll(() => house.stop());

test("behavior: a downline among 20,000 users is read through the index, through policies and from a prepared statement", async () => {
  const { top, below } = await loadHierarchy(house.owner, house.tenantId, USERS);
  const agent = { id: "00000003-0000-4000-8000-000000000150", level: "agent", path: "" } as const;
  const master = "00000002-0000-4000-8000-000000000007";
  const low = { ...agent, path: `/${top.id}/${master}/` };
  const plans = await explainDownline(house.pool, house.tenantId, low);
  for (const plan of [plans.custom, plans.generic]) {
    expect(plan).toMatch(/Index (Only )?Scan using users_by_agent_path/);
    expect(plan).toMatch(/Index Cond: .*agent_path >=.*agent_path </);
    expect(plan).not.toContain("Seq Scan");
  }
  expect(plans.rows).toBe(100);
  const all = await explainDownline(house.pool, house.tenantId, top);
  expect(all.rows).toBe(below);
});
