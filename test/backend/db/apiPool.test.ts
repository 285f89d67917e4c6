import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiPool } from "#backend/db/apiPool.ts";
import { databaseFailure } from "#backend/http/databaseOutage.ts";
import { TestApi } from "#test/backend/http/testApi.ts";

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

const WAITING = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

describe("createApiPool", () => {
  test("behavior: no statement runs for ever, and a lock is given up before", async () => {
    const pool = createApiPool(api.databaseUrl);
    const { rows } = await pool.query(
      "SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock, current_user AS role",
    );
    await pool.end();
    expect(rows).toEqual([{ statement: "15s", lock: "10s", role: "fairhouse_api" }]);
  });

  test("error: DatabaseBusy, when a lock is not had in time", async () => {
    const pool = createApiPool(api.databaseUrl);
    const failure = await held("auth_nonces", async () => {
      const client = await pool.connect();
      await client.query("SET lock_timeout = '20ms'");
      return client
        .query("DELETE FROM auth_nonces")
        .catch((error: unknown) => error)
        .finally(() => client.release());
    });
    await pool.end();
    expect(databaseFailure(failure)).toMatchObject({ code: "DATABASE_BUSY" });
  });

  test("error: DatabaseBusy, by every way to the books, and the caller learns no more", async () => {
    const { accessToken: token } = await api.signIn();
    const paths = ["/fairness/epochs", "/users/me/deposits", "/fairness/seeds"];
    const answers = await held("fairness_epochs, deposits, seeds", async () => {
      const asked = Promise.all(paths.map((path) => api.call(`/v1${path}`, { token })));
      // As when their time is over, which would take longer than anybody waits for a test.
      const countWaiting = async () => (await api.sql.query(`SELECT pid ${WAITING}`)).rowCount;
      await expect.poll(countWaiting).toBe(paths.length);
      await api.sql.query(`SELECT pg_cancel_backend(pid) ${WAITING}`);
      return asked;
    });
    for (const { status, headers, body } of answers) {
      expect({ status, code: body.code }).toEqual({ status: 503, code: "DATABASE_BUSY" });
      expect(headers.get("retry-after")).toBe("5");
      expect(JSON.stringify(body)).not.toMatch(/cancel|statement|SELECT|prisma/i);
    }
    expect(api.logLines.filter((line) => line.includes("took the database too long"))).toHaveLength(3);
  });
});

/** Runs while nobody gets at the tables. */
async function held<Result>(tables: string, work: () => Promise<Result>): Promise<Result> {
  const client = await api.sql.connect();
  try {
    await client.query("BEGIN");
    await client.query(`LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`);
    return await work();
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}
