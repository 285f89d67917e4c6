import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEnginePool } from "#backend/modules/casino/enginePool.ts";
import { loadMovements } from "#backend/modules/limits/movements.store.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

let database: TestDatabase;
let engine: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  engine = createEnginePool(database.url);
});
afterAll(async () => {
  await engine.end();
  await database.drop();
});

/** The statement that is asked behind the locks of every batch of bets, with its values. */
async function asked(): Promise<pg.QueryConfig> {
  const statements: pg.QueryConfig[] = [];
  const client = {
    async query(statement: pg.QueryConfig) {
      statements.push(statement);
      return { rows: [] };
    },
  };
  await loadMovements(client as never, 1, [randomUUID()], ["BNB"]);
  return statements[0]!;
}

/** How the engine runs it where no table has any rows yet: in a new house, whose plans are kept. */
async function explained(): Promise<string> {
  const { text, values } = await asked();
  const { rows } = await engine.query<{ "QUERY PLAN": string }>(`EXPLAIN ${text}`, values as unknown[]);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

test("behavior: what a player has played is looked up, and not compared with all players'", async () => {
  expect(await explained()).toMatch(
    /player_totals_pkey on player_totals[^\n]*\n\s+Index Cond: [^\n]*tenant_id[^\n]*user_id[^\n]*currency/,
  );
});

test("behavior: deposits of a period are found by when they were credited, and not one by one", async () => {
  const plan = await explained();
  expect(plan).toMatch(/deposits_credited[\s\S]*Index Cond: [^\n]*user_id[^\n]*currency[^\n]*credited_at >=/);
  expect(plan).toMatch(/withdrawals[^\n]*\n\s+Index Cond: [^\n]*user_id[^\n]*created_at >=/);
  expect(plan).not.toMatch(/Seq Scan on (deposits|withdrawals|player_totals)/);
});
