import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "#backend/db/client.ts";
import { createPool } from "#backend/db/pool.ts";
import { databaseFailure } from "#backend/http/databaseOutage.ts";
import { createLiveSessions, type LiveSessions } from "#backend/modules/auth/liveSessions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

const START = Date.parse("2026-11-01T00:00:00Z");
let database: TestDatabase;
let owner: pg.Pool;
let pool: pg.Pool;
let sessions: LiveSessions;
let tenantId: number;
let sessionId: string;
let now = START;
let reads = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createPool({ url: database.url, role: "owner", maxConnections: 1 });
  // One connection: whoever holds it makes everybody else wait.
  pool = createPool({ url: database.url, role: "fairhouse_api", maxConnections: 1 });
  const { rows } = await owner.query("INSERT INTO tenants (slug, name) VALUES ('one', 'One') RETURNING id");
  tenantId = rows[0].id;
});
afterAll(async () => {
  await pool.end();
  await owner.end();
  await database.drop();
});
beforeEach(async () => {
  now = START;
  const wallet = `0x${randomUUID().replaceAll("-", "").padStart(40, "0")}`;
  const { rows } = await owner.query(
    `WITH player AS (INSERT INTO users (tenant_id, wallet_address) VALUES ($1, $2) RETURNING id)
     INSERT INTO sessions (tenant_id, user_id, expires_at) SELECT $1, id, $3 FROM player RETURNING id`,
    [tenantId, wallet, new Date(START + 3_600_000)],
  );
  sessionId = rows[0].id;
  reads = 0;
  const db = createDatabase(pool);
  const forTenant: typeof db.forTenant = (id) => {
    reads++;
    return db.forTenant(id);
  };
  sessions = createLiveSessions({ ...db, forTenant }, { now: () => now });
  sessions.setNoticesArrive(true);
});

const find = () => sessions.find(tenantId, sessionId);

describe("createLiveSessions", () => {
  test("behavior: sockets that come back together ask once", async () => {
    const found = await Promise.all(Array.from({ length: 100 }, find));
    expect(new Set(found.map((session) => session?.user.sessionId))).toEqual(new Set([sessionId]));
    expect(reads).toBe(1);
  });

  test("behavior: a session that ends while it is looked up is looked up again", async () => {
    const early = find();
    await owner.query("UPDATE sessions SET revoked_at = now() WHERE id = $1", [sessionId]);
    sessions.forget(sessionId);
    expect(await find()).toBeNull();
    await early;
    expect(await find()).toBeNull();
  });

  test("behavior: what is remembered is not trusted once the clock was set back", async () => {
    await find();
    await owner.query("UPDATE sessions SET revoked_at = now() WHERE id = $1", [sessionId]);
    now = START - 60_000;
    expect(await find()).toBeNull();
  });

  test("error: DatabaseUnavailable, for nobody gets a connection in time", async () => {
    const held = await pool.connect();
    try {
      const failure = await find().catch((error: unknown) => error);
      expect(databaseFailure(failure)).toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    } finally {
      held.release();
    }
    expect((await find())?.user.sessionId).toBe(sessionId);
  });
});
