import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";
import { addOtherHouse, type OtherHouse } from "#test/backend/modules/monitoring/otherHouse.ts";

const REASON = "Reconciliation: vault_balance: the vault holds less";

let api: TestApi;
let other: OtherHouse;
let admin: SignedIn;
let tenantId: number;
let databaseUrl: string;
beforeAll(async () => {
  api = await TestApi.start();
  other = await addOtherHouse(api);
  admin = await staff("admin");
  tenantId = api.tenantId;
  databaseUrl = api.sql.options.connectionString!;
});
afterAll(() => api.stop());

/** Payouts and bets of both houses are stopped, and their books agreed a moment ago. */
beforeEach(async () => {
  await api.sql.query("DELETE FROM reconciliation_latest");
  await api.sql.query(
    `INSERT INTO reconciliation_latest (vault_id, tenant_id, currency, block_number, chain_balance, ledger_balance, findings)
     SELECT id, tenant_id, 'BNB', 7, 5, 5, '[]' FROM vaults`,
  );
  await api.sql.query(
    `INSERT INTO kill_switches (tenant_id, name, reason)
     SELECT tenant, name, $3 FROM unnest($1::integer[]) AS tenant, unnest($2::text[]) AS name ON CONFLICT DO NOTHING`,
    [[tenantId, other.tenantId], ["payouts", "bets"], REASON],
  );
});

async function staff(role: string): Promise<SignedIn> {
  const user = await api.signIn();
  await api.sql.query("UPDATE users SET role = $2 WHERE id = $1", [user.userId, role]);
  return user;
}

const resume = (user: SignedIn | undefined = admin) =>
  api.call("/v1/admin/payouts/resume", {
    method: "POST",
    body: {},
    headers: { "Idempotency-Key": randomUUID() },
    ...(user === undefined ? {} : { token: user.accessToken }),
  });

async function stops(): Promise<string[]> {
  const { rows } = await api.sql.query<{ stop: string }>(
    `SELECT name || CASE WHEN tenant_id = $1 THEN '' ELSE ' elsewhere' END AS stop FROM kill_switches ORDER BY 1`,
    [tenantId],
  );
  return rows.map(({ stop }) => stop);
}
const ALL = ["bets", "bets elsewhere", "payouts", "payouts elsewhere"];

describe("POST /admin/payouts/resume", () => {
  test("default: lifts the stop of payouts of the own house alone, and keeps who did it and why it was", async () => {
    expect(await resume()).toMatchObject({ status: 200, body: { wereStopped: true } });
    expect(await stops()).toEqual(["bets", "bets elsewhere", "payouts elsewhere"]);
    const { rows } = await api.sql.query(
      "SELECT tenant_id, name, reason, resumed_by FROM activity_resumptions ORDER BY id DESC LIMIT 1",
    );
    expect(rows).toEqual([
      { tenant_id: tenantId, name: "payouts", reason: REASON, resumed_by: admin.userId },
    ]);
    expect(await resume()).toMatchObject({ status: 200, body: { wereStopped: false } });
  });

  test.each(["player", "support", "operator", "auditor"])("error: Forbidden for a %s", async (role) => {
    expect(await resume(await staff(role))).toMatchObject({ status: 403 });
    expect(await stops()).toEqual(ALL);
  });

  test.each([
    ["BOOKS_DIFFER", `findings = '[{"check": "vault_balance", "detail": "short"}]'`],
    ["COMPARISON_STALE", "checked_at = now() - interval '4 minutes'"],
  ])("error: %s, and payouts stay stopped", async (code, change) => {
    await api.sql.query(`UPDATE reconciliation_latest SET ${change} WHERE tenant_id = $1`, [tenantId]);
    expect(await resume()).toMatchObject({ status: 409, body: { code } });
    expect(await stops()).toEqual(ALL);
  });

  test("error: COMPARISON_STALE where nothing was compared yet", async () => {
    await api.sql.query("DELETE FROM reconciliation_latest WHERE tenant_id = $1", [tenantId]);
    expect(await resume()).toMatchObject({ status: 409, body: { code: "COMPARISON_STALE" } });
  });

  test("error: EXIT_UNDER_WAY once players are leaving", async () => {
    await api.sql.query(
      `INSERT INTO chain_events (vault_id, tenant_id, chain_id, block_number, log_index, block_hash, block_time, tx_hash,
         emitter, name, effect, topics, data)
       SELECT id, tenant_id, chain_id, 7, 0, decode(repeat('aa', 32), 'hex'), 0, decode(repeat('bb', 32), 'hex'),
         address, 'ExitActivated', 0, decode(repeat('cc', 32), 'hex'), '' FROM vaults WHERE tenant_id = $1`,
      [tenantId],
    );
    expect(await resume()).toMatchObject({ status: 409, body: { code: "EXIT_UNDER_WAY" } });
    await api.sql.query("DELETE FROM chain_events");
  });
});

describe("resume_payouts", () => {
  const roles = ["fairhouse_engine", "fairhouse_worker", "fairhouse_indexer"] as const;
  test.each(roles)("error: %s may not call it", async (role) => {
    const pool = createPool({ url: databaseUrl, role, maxConnections: 1 });
    const call = pool.query("SELECT resume_payouts($1, $2)", [tenantId, admin.userId]);
    await expect(call).rejects.toMatchObject({ code: "42501" });
    await pool.end();
  });

  test("error: forbidden for another house, for its administrator in this one, and without a house", async () => {
    const pool = createPool({ url: databaseUrl, role: "fairhouse_api", maxConnections: 1 });
    const call = (named: number, house: number, user: string) =>
      inTenantTransaction(pool, named, async (client) => {
        const { rows } = await client.query("SELECT resume_payouts($1, $2) AS outcome", [house, user]);
        return rows[0].outcome;
      });
    expect(await call(tenantId, other.tenantId, admin.userId)).toBe("forbidden");
    expect(await call(other.tenantId, tenantId, admin.userId)).toBe("forbidden");
    expect(await call(other.tenantId, other.tenantId, admin.userId)).toBe("forbidden");
    const { rows } = await pool.query("SELECT resume_payouts($1, $2) AS outcome", [tenantId, admin.userId]);
    expect(rows).toEqual([{ outcome: "forbidden" }]);
    await expect(pool.query("DELETE FROM kill_switches")).rejects.toMatchObject({ code: "42501" });
    await pool.end();
    expect(await stops()).toEqual(ALL);
  });
});
