import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AgentHouse, startAgentHouse } from "#test/backend/modules/agents/agentHouse.ts";
import { explainDownline, loadHierarchy } from "#test/backend/modules/agents/prefix.ts";
import { settleRandomBets } from "#test/domain/agents/randomBets.ts";

const MILLION = 1_000_000;

test("property: over 1,000,000 random bets the lines come to what is due, each recomputes, and the rest is the house's", () => {
  const { dueMinor, linesMinor, wrong } = settleRandomBets(MILLION, 1);
  expect(wrong).toEqual([]);
  expect(linesMinor).toBe(dueMinor);
});

describe("a house of 1,000,000 users", () => {
  let house: AgentHouse;
  beforeAll(async () => {
    house = await startAgentHouse();
  });
  afterAll(() => house.stop());

  test("behavior: downlines are read through the index, and a super master's line moves as one", async () => {
    const { top, below } = await loadHierarchy(house.owner, house.tenantId, MILLION);
    const low = {
      id: "00000003-0000-4000-8000-000000009999",
      level: "agent",
      path: `/00000001-0000-4000-8000-000000000049/00000002-0000-4000-8000-000000000499/`,
    } as const;
    for (const [member, count] of [
      [low, 100],
      [top, below],
    ] as const) {
      const { custom, generic, rows } = await explainDownline(house.pool, house.tenantId, member);
      for (const plan of [custom, generic]) {
        expect(plan).toMatch(/Index (Only )?Scan using users_by_agent_path/);
        expect(plan).not.toContain("Seq Scan");
      }
      expect(rows).toBe(count);
    }
    const master = "00000002-0000-4000-8000-000000000499";
    await house.hierarchy.move(house.admin, master, { parentId: top.id });
    const viewer = { tenantId: house.tenantId, userId: top.id, role: "player" } as const;
    const { items } = await house.downline.list(viewer, { scope: "direct", limit: 200 });
    expect(items.map(({ id, directMembers }) => [id, directMembers])).toContainEqual([master, 20]);
    const moved = await explainDownline(house.pool, house.tenantId, {
      ...low,
      path: `/${top.id}/${master}/`,
    });
    expect(moved.rows).toBe(100);
  });
});
