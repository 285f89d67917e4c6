import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { createKillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

let database: TestDatabase;
let owner: ReturnType<typeof createPool>;
let api: ReturnType<typeof createPool>;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createPool({ url: database.url, role: "owner", maxConnections: 1 });
  api = createPool({ url: database.url, role: "fairhouse_api", maxConnections: 1 });
  await owner.query("INSERT INTO tenants (slug, name) VALUES ('one', 'One'), ('two', 'Two')");
});

afterAll(async () => {
  await Promise.all([owner.end(), api.end()]);
  await database.drop();
});

describe("createKillSwitches", () => {
  test("default: a switch stops its activity for its tenant, within a second", async () => {
    let now = 1_000_000;
    const switches = createKillSwitches({ pool: api, clock: { now: () => now } });
    await expect(switches.check(1, "bets")).resolves.toBeUndefined();
    await owner.query("INSERT INTO kill_switches (tenant_id, name, reason) VALUES (1, 'bets', 'audit')");
    now += 999;
    await expect(switches.check(1, "bets")).resolves.toBeUndefined();
    now += 1;
    await expect(switches.check(1, "bets")).rejects.toMatchObject({
      code: "ACTIVITY_STOPPED",
      reason: "audit",
    });
    await expect(switches.check(1, "withdrawals")).resolves.toBeUndefined();
    await expect(switches.check(2, "bets")).resolves.toBeUndefined();
    expect(await switches.list(1)).toEqual([{ name: "bets", reason: "audit" }]);
  });

  test("behavior: after the clock was set back a switch counts at once, and not when the old time is reached", async () => {
    let now = 5_000_000;
    const switches = createKillSwitches({ pool: api, clock: { now: () => now } });
    await expect(switches.check(2, "payouts")).resolves.toBeUndefined();
    await owner.query("INSERT INTO kill_switches (tenant_id, name, reason) VALUES (2, 'payouts', 'audit')");
    now -= 3_600_000;
    await expect(switches.check(2, "payouts")).rejects.toMatchObject({ code: "ACTIVITY_STOPPED" });
  });

  test("behavior: a failed reading is not remembered", async () => {
    const nobody = createPool({ url: "postgres://127.0.0.1:1/none", role: "owner", maxConnections: 1 });
    const switches = createKillSwitches({ pool: nobody, clock: { now: () => 0 } });
    await expect(switches.check(1, "bets")).rejects.toThrow();
    await expect(switches.check(1, "bets")).rejects.toThrow();
    await nobody.end();
  });
});
