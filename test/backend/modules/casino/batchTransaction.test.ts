import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { runBatchTransaction } from "#backend/modules/casino/batchTransaction.ts";
import { createEnginePool } from "#backend/modules/casino/enginePool.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

let database: TestDatabase;
let pool: pg.Pool;
let owner: pg.Pool;

const KILL_SLEEPERS = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = 'fairhouse_engine' AND wait_event = 'PgSleep' AND datname = current_database()`;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createEnginePool(database.url);
  owner = createPool({ url: database.url, role: "owner", maxConnections: 1 });
});

afterAll(async () => {
  await Promise.all([pool.end(), owner.end()]);
  await database.drop();
});

const one = (client: pg.PoolClient) => client.query("SELECT 1");

describe("runBatchTransaction", () => {
  test("default", async () => {
    const work = { load: async () => 20, write: async (_client: pg.PoolClient, state: number) => state + 1 };
    expect(await runBatchTransaction(pool, work)).toBe(21);
  });

  test("behavior: after its deadline nothing is written any more", async () => {
    let isWritten = false;
    const running = runBatchTransaction(
      pool,
      {
        load: (client) => client.query("SELECT pg_sleep(0.2)"),
        write: async () => {
          isWritten = true;
        },
      },
      50,
    );
    await expect(running).rejects.toMatchObject({ kind: "connection" });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(isWritten).toBe(false);
  });

  test("behavior: a deadline during the write leaves the outcome open", async () => {
    const write = (client: pg.PoolClient) => client.query("SELECT pg_sleep(0.2)");
    await expect(runBatchTransaction(pool, { load: one, write }, 100)).rejects.toMatchObject({
      kind: "commit_unknown",
    });
  });

  test("behavior: a failed write is no commit, and the connection stays good", async () => {
    const work = { load: one, write: (client: pg.PoolClient) => client.query("SELECT 1 / 0") };
    for (let n = 0; n < 20; n++) {
      await expect(runBatchTransaction(pool, work)).rejects.toMatchObject({ kind: "conflict" });
    }
    expect(await runBatchTransaction(pool, { load: one, write: async () => "fine" })).toBe("fine");
  });

  test("behavior: a connection killed while loading has done nothing", async () => {
    const load = (client: pg.PoolClient) => client.query("SELECT pg_sleep(5)");
    const failing = runBatchTransaction(pool, { load, write: async () => undefined });
    const refused = expect(failing).rejects.toMatchObject({ kind: "connection" });
    await expect
      .poll(async () => (await owner.query(KILL_SLEEPERS)).rowCount, { timeout: 4_000 })
      .toBeGreaterThan(0);
    await refused;
  });
});
