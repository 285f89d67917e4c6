import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
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

afterEach(() => {
  vi.useRealTimers();
});

const one = (client: pg.PoolClient) => client.query("SELECT 1");

const DEADLINE_MS = 100;
const A_MINUTE_MS = 60_000;

/** A step that says when it begins. From here on time passes when the test lets it, and the deadline with it. */
function heldStep() {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const begin = <Answer>(work: Promise<Answer>): Promise<Answer> => {
    resolve();
    return work;
  };
  return { begun, begin };
}

const passDeadline = () => vi.advanceTimersByTimeAsync(DEADLINE_MS);

function expectToFail(running: Promise<unknown>, kind: string): Promise<void> {
  return expect(running).rejects.toMatchObject({ kind });
}

describe("runBatchTransaction", () => {
  test("default", async () => {
    const work = { load: async () => 20, write: async (_client: pg.PoolClient, state: number) => state + 1 };
    expect(await runBatchTransaction(pool, work)).toBe(21);
  });

  test("behavior: after its deadline nothing is written any more", async () => {
    let isWritten = false;
    const { begun, begin } = heldStep();
    const loaded = Promise.withResolvers<void>();
    const load = () => begin(loaded.promise);
    const write = async () => {
      isWritten = true;
    };
    const running = expectToFail(runBatchTransaction(pool, { load, write }, DEADLINE_MS), "connection");
    await begun;
    await passDeadline();
    await running;
    loaded.resolve();
    await new Promise(setImmediate);
    expect(isWritten).toBe(false);
  });

  test("behavior: a deadline during the write leaves the outcome open", async () => {
    const { begun, begin } = heldStep();
    const write = (client: pg.PoolClient) => begin(client.query("SELECT pg_sleep(0.2)"));
    const running = expectToFail(
      runBatchTransaction(pool, { load: one, write }, DEADLINE_MS),
      "commit_unknown",
    );
    await begun;
    await passDeadline();
    await running;
  });

  test("behavior: a failed write is no commit, and the connection stays good", async () => {
    const work = { load: one, write: (client: pg.PoolClient) => client.query("SELECT 1 / 0") };
    for (let n = 0; n < 20; n++) {
      await expect(runBatchTransaction(pool, work)).rejects.toMatchObject({ kind: "conflict" });
    }
    expect(await runBatchTransaction(pool, { load: one, write: async () => "fine" })).toBe("fine");
  });

  test("behavior: a connection killed while loading has done nothing", async () => {
    const load = (client: pg.PoolClient) => client.query("SELECT pg_sleep(60)");
    const failing = runBatchTransaction(pool, { load, write: async () => undefined }, A_MINUTE_MS);
    const refused = expect(failing).rejects.toMatchObject({ kind: "connection" });
    await expect.poll(async () => (await owner.query(KILL_SLEEPERS)).rowCount).toBeGreaterThan(0);
    await refused;
  });
});
