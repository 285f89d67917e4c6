import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool, type DatabaseRole } from "#backend/db/pool.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

const ROLES = ["fairhouse_api", "fairhouse_engine", "fairhouse_worker", "fairhouse_indexer"] as const;
/** Insufficient privilege, and what the append-only triggers raise. */
const DENIED = "42501";
const APPEND_ONLY = "23000";

let database: TestDatabase;
const pools = new Map<DatabaseRole, pg.Pool>();
beforeAll(async () => {
  database = await createTestDatabase();
  for (const role of ["owner", ...ROLES] as const) {
    // With its tenant named, so that it is the grants that refuse, and not row-level security.
    const settings = { "app.tenant_id": "1" };
    pools.set(role, createPool({ url: database.url, role, maxConnections: 1, settings }));
  }
  await as("owner", "INSERT INTO tenants (slug, name) VALUES ('one', 'One')");
});
afterAll(async () => {
  for (const pool of pools.values()) await pool.end();
  await database.drop();
});

async function as(role: DatabaseRole, sql: string): Promise<Record<string, unknown>[]> {
  return (await pools.get(role)!.query(sql)).rows;
}

describe("append-only tables", () => {
  const changes = ["transfers", "bets"].flatMap((table) => [
    `UPDATE ${table} SET tenant_id = tenant_id`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
  ]);

  test.each(changes)("error: nobody may %s", async (sql) => {
    for (const role of ROLES) await expect(as(role, sql)).rejects.toMatchObject({ code: DENIED });
    await expect(as("owner", sql)).rejects.toMatchObject({ code: APPEND_ONLY });
  });
});

describe("row-level security", () => {
  test("behavior: every table with a tenant has it on, with the API bound to one tenant; views ask as who asks", async () => {
    const open = await as(
      "owner",
      `SELECT table_name FROM information_schema.columns AS columns
       JOIN pg_class AS class ON class.oid = format('%I', table_name)::regclass
       WHERE table_schema = 'public' AND column_name = 'tenant_id' AND class.relkind <> 'v' AND NOT (
         class.relrowsecurity AND EXISTS (
           SELECT FROM pg_policies WHERE tablename = table_name AND 'fairhouse_api' = ANY(roles)
             AND qual LIKE '%app.tenant_id%' AND with_check LIKE '%app.tenant_id%'))`,
    );
    expect(open).toEqual([]);
    const views = await as(
      "owner",
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
         AND NOT coalesce(reloptions, '{}') @> '{security_invoker=true}'`,
    );
    expect(views).toEqual([]);
    const roles = await as(
      "owner",
      "SELECT rolname FROM pg_roles WHERE rolname LIKE 'fairhouse\\_%' AND (rolsuper OR rolbypassrls)",
    );
    expect(roles).toEqual([]);
  });
});

describe("least grants", () => {
  const user = `(1, '0x${"a1".repeat(20)}', 'admin')`;

  test.each(["fairhouse_api", "fairhouse_indexer"] as const)(
    "error: %s makes players, not staff",
    async (role) => {
      const staff = `INSERT INTO users (tenant_id, wallet_address, role) VALUES ${user}`;
      await expect(as(role, staff)).rejects.toMatchObject({ code: DENIED });
    },
  );

  test.each(ROLES)("error: %s opens no account that holds money already", async (role) => {
    const rich = "INSERT INTO accounts (tenant_id, kind, currency, balance) VALUES (1, 'company', 'BNB', 5)";
    await expect(as(role, rich)).rejects.toMatchObject({ code: DENIED });
  });

  test.each([
    ["fairhouse_worker", "UPDATE users SET status = 'active'"],
    ["fairhouse_worker", "SELECT server_seed_encrypted FROM seeds"],
    ["fairhouse_worker", "UPDATE withdrawals SET to_address = to_address"],
    ["fairhouse_worker", "UPDATE withdrawals SET amount = amount"],
    ["fairhouse_worker", "UPDATE payout_batches SET entries = entries"],
    ["fairhouse_worker", "INSERT INTO kill_switches (tenant_id, name, reason) VALUES (1, 'bets', '')"],
    ["fairhouse_worker", "DELETE FROM kill_switches"],
    ["fairhouse_indexer", "DELETE FROM kill_switches"],
    ["fairhouse_indexer", "UPDATE withdrawals SET amount = amount"],
    ["fairhouse_engine", "UPDATE withdrawals SET status = status"],
    ["fairhouse_engine", "UPDATE users SET status = 'active'"],
    ["fairhouse_api", "SELECT server_seed_encrypted FROM seeds"],
    ["fairhouse_api", "INSERT INTO bets (tenant_id) VALUES (1)"],
    ["fairhouse_api", "UPDATE withdrawals SET status = status"],
    ["fairhouse_api", "UPDATE users SET role = 'admin'"],
    ["fairhouse_api", "DELETE FROM kill_switches"],
    ["fairhouse_api", "INSERT INTO deposits (tenant_id) VALUES (1)"],
  ] as const)("error: %s may not %s", async (role, sql) => {
    await expect(as(role, sql)).rejects.toMatchObject({ code: DENIED });
  });

  test("behavior: the API makes players of the tenant that it works for, and of no other", async () => {
    const insert = (tenant: number) =>
      `INSERT INTO users (tenant_id, wallet_address)
       VALUES (${tenant}, '0x${randomUUID().replaceAll("-", "").padEnd(40, "0")}') RETURNING role`;
    const client = await pools.get("fairhouse_api")!.connect();
    expect((await client.query(insert(1))).rows).toEqual([{ role: "player" }]);
    await expect(client.query(insert(2))).rejects.toMatchObject({ code: DENIED });
    await client.query("SELECT set_config('app.tenant_id', '', false)");
    await expect(client.query(insert(1))).rejects.toMatchObject({ code: DENIED });
    await client.query("RESET app.tenant_id");
    client.release();
  });
});
