import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool, type DatabaseRole } from "#backend/db/pool.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

const SERVICES = ["fairhouse_api", "fairhouse_engine", "fairhouse_worker", "fairhouse_indexer"] as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function settingOf(role: DatabaseRole, name: string, settings = {}): Promise<unknown> {
  const pool = createPool({ url: database.url, role, maxConnections: 1, settings });
  const { rows } = await pool.query("SELECT current_setting($1) AS value", [name]);
  await pool.end();
  return rows[0]?.value;
}

describe("createPool", () => {
  test.each(SERVICES)("behavior: %s neither waits for a lock for ever nor keeps one", async (role) => {
    expect(await settingOf(role, "lock_timeout")).toBe("10s");
    expect(await settingOf(role, "idle_in_transaction_session_timeout")).toBe("1min");
  });

  test("behavior: the owner's migrations and tools may take their time", async () => {
    expect(await settingOf("owner", "lock_timeout")).toBe("0");
  });

  test("behavior: what a pool asks for itself goes before", async () => {
    expect(await settingOf("fairhouse_engine", "lock_timeout", { lock_timeout: "3s" })).toBe("3s");
  });

  test("behavior: bigint arrives as bigint", async () => {
    const pool = createPool({ url: database.url, role: "fairhouse_api", maxConnections: 1 });
    const { rows } = await pool.query("SELECT 9007199254740993::bigint AS amount");
    await pool.end();
    expect(rows).toEqual([{ amount: 9_007_199_254_740_993n }]);
  });
});
