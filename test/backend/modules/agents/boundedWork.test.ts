import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import { type AgentHouse, startAgentHouse } from "./agentHouse.ts";

const BETS_PER_PAGE = 5_000;
/** At once, and waiting. */
const READINGS = 3 + 24;

let house: AgentHouse;
beforeAll(async () => {
  house = await startAgentHouse();
});
afterAll(() => house.stop());

test("behavior: a page ends before it has too many bets, but for one line that has them alone, and the next goes on", async () => {
  const agent = await house.place("agent");
  const counts = [10, BETS_PER_PAGE, BETS_PER_PAGE - 1, 1, BETS_PER_PAGE + 1, 7];
  await inTransaction(house.owner, async (client) => {
    for (const [age, bets] of counts.entries()) {
      await client.query(
        `INSERT INTO commission_lines (tenant_id, id, agent_id, currency, revenue_share, turnover, bet_ids, created_at)
         VALUES ($1, $2, $3, 'BNB', 1, 0, ARRAY(SELECT gen_random_uuid() FROM generate_series(1, $4)), now() - $5 * interval '1 s')`,
        [house.tenantId, randomUUID(), agent.userId, bets, age],
      );
    }
  });
  const pages: number[] = [];
  let cursor: string | null = null;
  do {
    const page = await house.statements.page(agent, { limit: 100, ...(cursor !== null && { cursor }) });
    pages.push(page.lines.length);
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(pages).toEqual([1, 1, 2, 1, 1]);
});

test("error: DatabaseBusy: what agents add up holds three connections, and few wait for their turn", async () => {
  const agent = await house.place("agent");
  const holder = await house.owner.connect();
  try {
    await holder.query("BEGIN");
    await holder.query("LOCK TABLE commission_lines IN ACCESS EXCLUSIVE MODE");
    const asked = Array.from({ length: READINGS }, () => house.statements.page(agent, { limit: 1 }));
    await expect(house.statements.page(agent, { limit: 1 })).rejects.toMatchObject({ code: "DATABASE_BUSY" });
    await expect(house.statements.downline(agent, {})).rejects.toMatchObject({ code: "DATABASE_BUSY" });
    // Everybody else is served meanwhile.
    expect((await house.downline.place(agent, agent.userId)).id).toBe(agent.userId);
    await holder.query("ROLLBACK");
    // On a machine that stands still for seconds they may be late, but none was sent away.
    const late = (await Promise.allSettled(asked)).filter(({ status }) => status === "rejected");
    for (const { reason } of late as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: "DOWNLINE_TOO_LARGE" });
  } finally {
    holder.release();
  }
});

test("behavior: a move is given the time that a large line takes, whatever a look-up is given", async () => {
  const { low, middle } = await house.line();
  const impatient = createPool({
    ...{ url: house.databaseUrl, role: "fairhouse_api", maxConnections: 1 },
    settings: { statement_timeout: "1s" },
  });
  const hierarchy = createHierarchy({ pool: impatient, clock: { now: Date.now } });
  const holder = await house.owner.connect();
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT FROM users WHERE id = $1 FOR UPDATE", [low.userId]);
    const moved = hierarchy.move(house.admin, low.userId, { parentId: middle.userId });
    await house.untilSomebodyWaits();
    await sleep(1_500);
    await holder.query("ROLLBACK");
    await moved;
  } finally {
    holder.release();
    await impatient.end();
  }
  const { items } = await house.hierarchy.changes(house.admin, { limit: 1 });
  expect(items).toMatchObject([{ kind: "moved", userId: low.userId }]);
});
