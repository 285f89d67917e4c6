import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ADVISORY_LOCKS } from "#backend/db/advisoryLocks.ts";
import { createPool } from "#backend/db/pool.ts";
import { inTenantTransaction, inTransaction } from "#backend/db/transaction.ts";
import { lockPayouts } from "#indexer/store/payoutsLock.store.ts";
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
  admin = await api.staff("admin");
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

/** As everybody reads it, and not as it was remembered a moment ago. */
let clockMs = 0;
async function stoppedSince(): Promise<string> {
  clockMs += 1_000;
  api.shiftClock(clockMs);
  return (await api.call("/v1/monitoring/reconciliation")).body.payouts.since;
}

const NEVER = "2020-01-01T00:00:00Z";

/** Of the stop that stands, unless another one is named. */
const resume = async (user: SignedIn = admin, shown?: string) =>
  api.call("/v1/admin/payouts/resume", {
    method: "POST",
    body: { since: shown ?? (await stoppedSince()) ?? NEVER },
    headers: { "Idempotency-Key": randomUUID() },
    token: user.accessToken,
  });

/** The advisory locks of two keys that somebody waits for. */
async function waitingFor(client: pg.ClientBase): Promise<object[]> {
  const { rows } = await client.query(
    `SELECT classid::integer AS key, objid::integer AS tenant FROM pg_locks
     WHERE locktype = 'advisory' AND NOT granted AND objsubid = 2
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows;
}

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

  test.each(["player", "support", "operator", "auditor"] as const)(
    "error: Forbidden for a %s",
    async (role) => {
      expect(await resume(await api.staff(role))).toMatchObject({ status: 403 });
      expect(await stops()).toEqual(ALL);
    },
  );

  test("error: STOP_CHANGED where payouts were stopped anew since the stop that was shown", async () => {
    const shown = await stoppedSince();
    await api.sql.query(
      "UPDATE kill_switches SET reason = 'A key is lost', set_at = set_at + interval '1 microsecond' WHERE name = 'payouts'",
    );
    expect(await resume(admin, shown)).toMatchObject({ status: 409, body: { code: "STOP_CHANGED" } });
    expect(await stops()).toEqual(ALL);
    expect(await resume()).toMatchObject({ status: 200, body: { wereStopped: true } });
  });

  test("error: InvalidInput where no stop is named", async () => {
    expect(await resume(admin, "")).toMatchObject({ status: 400, body: { code: "INVALID_INPUT" } });
  });

  test("behavior: coins that somebody sent to the vault do not keep payouts stopped", async () => {
    const surplus = `{"check": "vault_balance", "detail": "vault 6, ledger 5"}, {"check": "first_difference", "detail": "block 7"}`;
    const find = (findings: string) =>
      api.sql.query(
        "UPDATE reconciliation_latest SET chain_balance = 6, findings = $2 WHERE tenant_id = $1",
        [tenantId, `[${findings}]`],
      );
    await find(`${surplus}, {"check": "event_postings", "detail": "events 6, ledger 5"}`);
    expect(await resume()).toMatchObject({ status: 409, body: { code: "BOOKS_DIFFER" } });
    await find(surplus);
    expect(await resume()).toMatchObject({ status: 200, body: { wereStopped: true } });
  });

  test("behavior: waits for who is about to write a finding, and is refused for it", async () => {
    const since = await stoppedSince();
    const asked = await inTransaction(api.sql, async (client) => {
      await lockPayouts(client, tenantId);
      const waiting = resume(admin, since);
      await expect
        .poll(() => waitingFor(client))
        .toEqual([{ key: ADVISORY_LOCKS.payouts, tenant: tenantId }]);
      await client.query(
        `UPDATE reconciliation_latest SET findings = '[{"check": "event_postings", "detail": "events 4, ledger 5"}]'`,
      );
      return { answer: waiting };
    });
    expect(await asked.answer).toMatchObject({ status: 409, body: { code: "BOOKS_DIFFER" } });
    expect(await stops()).toEqual(ALL);
  });

  test.each([
    ["BOOKS_DIFFER", `chain_balance = 4, findings = '[{"check": "vault_balance", "detail": "short"}]'`],
    ["BOOKS_DIFFER", `findings = '[{"check": "payout_batches", "detail": "unknown"}]'`],
    ["COMPARISON_STALE", "checked_at = now() - interval '4 minutes'"],
    ["COMPARISON_STALE", "checked_at = now() + interval '4 minutes'"],
  ])("error: %s, and payouts stay stopped", async (code, change) => {
    await api.sql.query(`UPDATE reconciliation_latest SET ${change} WHERE tenant_id = $1`, [tenantId]);
    expect(await resume()).toMatchObject({ status: 409, body: { code } });
    expect(await stops()).toEqual(ALL);
  });

  test("error: COMPARISON_STALE where nothing was compared yet", async () => {
    await api.sql.query("DELETE FROM reconciliation_latest WHERE tenant_id = $1", [tenantId]);
    expect(await resume()).toMatchObject({ status: 409, body: { code: "COMPARISON_STALE" } });
  });

  test("error: EXIT_UNDER_WAY once players are leaving, on whichever chain", async () => {
    await api.sql.query(
      `INSERT INTO chain_events (vault_id, tenant_id, chain_id, block_number, log_index, block_hash, block_time, tx_hash,
         emitter, name, effect, topics, data)
       SELECT id, tenant_id, chain_id, 7, 0, decode(repeat('aa', 32), 'hex'), 0, decode(repeat('bb', 32), 'hex'),
         address, 'ExitActivated', 0, decode(repeat('cc', 32), 'hex'), '' FROM vaults WHERE tenant_id = $1`,
      [tenantId],
    );
    const refused = { status: 409, body: { code: "EXIT_UNDER_WAY" } };
    expect(await resume()).toMatchObject(refused);
    const added = await api.sql.query<{ id: number }>(
      `INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address)
       SELECT tenant_id, 56, address, 1, bankroll_address FROM vaults WHERE tenant_id = $1 RETURNING id`,
      [tenantId],
    );
    expect(await resume()).toMatchObject(refused);
    // A newer vault on the same chain: the one that closes is played on no more.
    await api.sql.query(
      `UPDATE vaults SET chain_id = 31337, address = '0x' || repeat('0f', 20) WHERE id = $1`,
      [added.rows[0]!.id],
    );
    expect(await resume()).toMatchObject({ status: 200, body: { wereStopped: true } });
    await api.sql.query("DELETE FROM chain_events");
    await api.sql.query("DELETE FROM vaults WHERE id = $1", [added.rows[0]!.id]);
  });
});

describe("resume_payouts", () => {
  const roles = ["fairhouse_engine", "fairhouse_worker", "fairhouse_indexer"] as const;
  test.each(roles)("error: %s may not call it", async (role) => {
    const pool = createPool({ url: databaseUrl, role, maxConnections: 1 });
    const call = pool.query("SELECT resume_payouts($1, $2, now())", [tenantId, admin.userId]);
    await expect(call).rejects.toMatchObject({ code: "42501" });
    await pool.end();
  });

  test("error: forbidden for another house, for its administrator in this one, and without a house", async () => {
    const pool = createPool({ url: databaseUrl, role: "fairhouse_api", maxConnections: 1 });
    const call = (named: number, house: number, user: string) =>
      inTenantTransaction(pool, named, async (client) => {
        const { rows } = await client.query("SELECT resume_payouts($1, $2, now()) AS outcome", [house, user]);
        return rows[0].outcome;
      });
    expect(await call(tenantId, other.tenantId, admin.userId)).toBe("forbidden");
    expect(await call(other.tenantId, tenantId, admin.userId)).toBe("forbidden");
    expect(await call(other.tenantId, other.tenantId, admin.userId)).toBe("forbidden");
    const { rows } = await pool.query("SELECT resume_payouts($1, $2, now()) AS outcome", [
      tenantId,
      admin.userId,
    ]);
    expect(rows).toEqual([{ outcome: "forbidden" }]);
    await expect(pool.query("DELETE FROM kill_switches")).rejects.toMatchObject({ code: "42501" });
    await pool.end();
    expect(await stops()).toEqual(ALL);
  });
});
