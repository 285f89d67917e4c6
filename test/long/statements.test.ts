import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTenantTransaction, inTransaction } from "#backend/db/transaction.ts";
import { SUM_OF_ALL } from "#backend/modules/agents/statementSums.store.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { type AgentHouse, startAgentHouse } from "#test/backend/modules/agents/agentHouse.ts";

const MILLION = 1_000_000;
const DAYS = 30;
const PLAYERS = 100;
/** Lines of what is not closed, and of the period that the statement begins in: at one every 2.6 s. */
const MOST_LINES_READ = 2_000;

/** A node of a plan, as far as it tells what was read. */
interface PlanNode {
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly PlanNode[];
}

let house: AgentHouse;
let agent: Viewer;
beforeAll(async () => {
  house = await startAgentHouse();
  agent = await house.place("super_master");
  await house.hierarchy.setRates(house.admin, agent.userId, { revenueShareBps: 3_000, turnoverBps: 0 });
  const players: string[] = [];
  for (let n = 0; n < PLAYERS; n += 1) players.push((await house.place("user", agent)).userId);
  await inTransaction(house.owner, (client) => loadLines(client, players));
  await house.owner.query("ANALYZE commission_lines, commission_totals, bets, seeds");
  await house.closePeriods();
});
afterAll(() => house.stop());

/** A month of one bet every 2.6 seconds, one line each, made by the database itself. */
async function loadLines(client: pg.ClientBase, players: readonly string[]): Promise<void> {
  await client.query("SET LOCAL session_replication_role = replica");
  await client.query(
    `INSERT INTO seeds (tenant_id, user_id, status, commitment, server_seed_encrypted, client_seed, activated_at)
     SELECT $1, id, 'active', md5(id::text) || md5(id::text), '', '', now() - interval '${DAYS + 1} days'
     FROM unnest($2::uuid[]) AS player (id)`,
    [house.tenantId, players],
  );
  await client.query(
    `CREATE TEMPORARY TABLE play ON COMMIT DROP AS
     SELECT n, gen_random_uuid() AS bet_id, seeds.id AS seed_id, seeds.user_id,
       now() - n * interval '${DAYS} days' / ${MILLION} - interval '1 minute' AS at
     FROM generate_series(0, ${MILLION} - 1) AS n
     JOIN (SELECT id, user_id, row_number() OVER () - 1 AS place FROM seeds WHERE tenant_id = $1) AS seeds
       ON seeds.place = n % ${PLAYERS}`,
    [house.tenantId],
  );
  await client.query(
    `INSERT INTO bets (tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator, multiplier_denominator,
       edge_bps, commission_plan_id, params, outcome, seed_id, nonce, created_at)
     SELECT $1, bet_id, play.user_id, 'dice', 'BNB', 10000, 0, 0, 1, 300, plan_id, '{}', '{}', seed_id, ${MILLION} - n, at
     FROM play JOIN agents ON agents.user_id = $2`,
    [house.tenantId, agent.userId],
  );
  await client.query(
    `INSERT INTO commission_lines (tenant_id, id, agent_id, currency, revenue_share, turnover, bet_ids, bets_at, created_at)
     SELECT $1, gen_random_uuid(), $2, 'BNB', 90, 0, ARRAY[bet_id], at, at FROM play`,
    [house.tenantId, agent.userId],
  );
  await client.query("INSERT INTO commission_totals VALUES ($1, $2, 'BNB', 0, 90 * $3::bigint, 0)", [
    house.tenantId,
    agent.userId,
    MILLION,
  ]);
}

/** How many rows of a table were looked at for what the query answers. */
function rowsRead(node: PlanNode, table: string): number {
  const own =
    node["Relation Name"] === table
      ? (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"]
      : 0;
  return (node.Plans ?? []).reduce((sum, below) => sum + rowsRead(below, table), own);
}

describe("a super master with 1,000,000 lines", () => {
  test("behavior: totals of the month are those of the lines, and next to none of them is read for it", async () => {
    const { totals, lines } = await house.statements.page(agent, { limit: 20 });
    expect(lines).toHaveLength(20);
    const { rows } = await house.owner.query<{ lines: bigint; sum: bigint }>(
      `SELECT count(*) AS lines, sum(amount)::bigint AS sum FROM commission_lines
       WHERE created_at >= now() - interval '${DAYS} days'`,
    );
    // What has grown too old since is a line or two.
    expect(Math.abs(totals![0]!.lines - Number(rows[0]!.lines))).toBeLessThan(100);
    expect(BigInt(totals![0]!.net)).toBe(90n * BigInt(totals![0]!.lines));

    const plan = await inTenantTransaction(house.pool, house.tenantId, async (client) => {
      const { rows: explained } = await client.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${SUM_OF_ALL}`,
        [house.tenantId, agent.userId, new Date(Date.now() - DAYS * 86_400_000), new Date(), null, null],
      );
      return explained[0]!["QUERY PLAN"][0].Plan;
    });
    expect(rowsRead(plan, "commission_lines")).toBeLessThan(MOST_LINES_READ);
    expect(rowsRead(plan, "commission_periods")).toBeLessThanOrEqual(DAYS * 144);
  });
});
