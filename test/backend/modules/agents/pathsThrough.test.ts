import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTenantSnapshot, inTenantTransaction } from "#backend/db/transaction.ts";
import { BEYOND_MEASURE_BPS, HEAVIEST_PATH } from "#backend/modules/agents/heaviestPath.store.ts";
import { findMember } from "#backend/modules/agents/hierarchy.store.ts";
import { pathsThrough } from "#backend/modules/agents/pathsThrough.ts";
import { type AgentsPath, pathAbove, pathsFrom } from "#backend/modules/agents/planning.ts";
import { sumOf, tightestPath } from "#domain/agents/ceiling.ts";
import { pathBelow, pathRange } from "#domain/agents/hierarchy.ts";
import { pathSumBps } from "#domain/agents/rates.ts";
import { type AgentHouse, startAgentHouse } from "./agentHouse.ts";
import { loadHierarchy } from "./prefix.ts";

const EDGES = [0, 1, 7, 30, 300, 10_000];

let house: AgentHouse;
beforeAll(async () => {
  house = await startAgentHouse();
});
afterAll(() => house.stop());

/** Rates, ceilings and the house's own as nobody would set them, with every mixture of none and some. */
async function scatterRates(seed: number): Promise<void> {
  await house.owner.query("SELECT setseed($1)", [seed]);
  await house.owner.query(
    `UPDATE agents SET revenue_share_bps = CASE WHEN random() < 0.3 THEN 0 ELSE 10000 * random() END,
       turnover_bps = CASE WHEN random() < 0.5 THEN 0 ELSE 100 * random() END`,
  );
  await house.owner.query(
    "UPDATE users SET agent_ceiling_bps = CASE WHEN random() < 0.7 THEN NULL ELSE 10000 * random() END WHERE agent_level < 4",
  );
  await house.owner.query("UPDATE tenants SET agent_ceiling_bps = 10000 * random()");
}

/** How far above its ceiling a path is. */
function over({ lines, ceilingBps }: AgentsPath, edgeBps: number): number {
  const { revenueShareBps, turnoverBps } = sumOf(lines);
  return revenueShareBps + (turnoverBps === 0 ? 0 : (turnoverBps * 10_000) / edgeBps) - ceilingBps;
}

describe("paths through a member", () => {
  beforeAll(async () => {
    for (let n = 0; n < 3; n += 1) {
      const { top, middle } = await house.line();
      await house.place("agent", top);
      for (const parent of [middle, await house.place("master", top)]) {
        for (let m = 0; m < 3; m += 1) await house.place("user", await house.place("agent", parent));
      }
    }
  });

  test.each([0.1, 0.2, 0.3, 0.4])(
    "property: the heaviest and the tightest are those that the rules find among all of them (%d)",
    async (seed) => {
      await scatterRates(seed);
      const { rows: members } = await house.owner.query<{ id: string }>("SELECT id FROM users");
      await inTenantSnapshot(house.pool, house.tenantId, async (client) => {
        for (const { id } of members) {
          const member = (await findMember(client, house.tenantId, id))!;
          const all =
            member.rates === null
              ? [await pathAbove(client, house.tenantId, member)]
              : await pathsFrom(client, house.tenantId, member);
          for (const edgeBps of EDGES) {
            const found = await pathsThrough(client, house.tenantId, { member, smallestEdgeBps: edgeBps });
            const heaviest = Math.max(...all.map(({ lines }) => pathSumBps(lines, edgeBps)));
            expect(found.heaviestBps).toBe(Math.min(heaviest, BEYOND_MEASURE_BPS));
            expect(all).toContainEqual(expect.objectContaining({ agents: found.tightest.agents }));
            expect(over(found.tightest, edgeBps)).toBe(over(tightestPath(all, edgeBps)!, edgeBps));
          }
        }
      });
    },
  );
});

test("behavior: of 10,000 users and 106 agents no more are read than are agents, through policies and from a prepared statement", async () => {
  const { top } = await loadHierarchy(house.owner, house.tenantId, 10_000);
  await house.owner.query("ANALYZE agents");
  const { from, to } = pathRange(pathBelow(top));
  const values = `${house.tenantId}, '${from}', '${to}', '${top.id}', 0, 0, NULL, 6000, 100`;
  const plans = await inTenantTransaction(house.pool, house.tenantId, async (client) => {
    await client.query(
      `PREPARE heaviest (integer, text, text, uuid, integer, integer, integer, integer, integer) AS ${HEAVIEST_PATH}`,
    );
    const explained: string[] = [];
    for (const mode of ["force_custom_plan", "force_generic_plan"]) {
      await client.query(`SET LOCAL plan_cache_mode = ${mode}`);
      const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN EXECUTE heaviest (${values})`);
      explained.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
    }
    await client.query("DEALLOCATE heaviest");
    return explained;
  });
  for (const plan of plans) {
    expect(plan).toMatch(/using users_agents_by_path/);
    expect(plan).toMatch(/Index Cond: .*agent_path >=.*agent_path </);
    expect(plan).not.toContain("Seq Scan on users");
  }
});
