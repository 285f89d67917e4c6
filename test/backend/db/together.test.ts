import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { together } from "#backend/db/together.ts";
import { inTransaction, sqlState } from "#backend/db/transaction.ts";
import { createTestDatabase } from "#test/support/services.ts";

const DIVISION_BY_ZERO = "22012";
let pool: pg.Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  pool = createPool({ url: database.url, role: "owner", maxConnections: 2 });
});
afterAll(async () => {
  await pool.end();
  await drop();
});

describe("together", () => {
  test("default: what each of them brings, in the order given", async () => {
    expect(await together([sleep(5, "slow"), Promise.resolve(7)])).toEqual(["slow", 7]);
    expect(await together([])).toEqual([]);
  });

  test("behavior: it fails with what failed first, once all have ended", async () => {
    let hasEnded = false;
    const late = sleep(20).then(() => {
      hasEnded = true;
      throw new Error("late");
    });
    await expect(together([late, Promise.reject(new Error("early"))])).rejects.toThrow("early");
    expect(hasEnded).toBe(true);
  });

  test("behavior: of statements given at once, the one that is to blame is named, and pg warns of nothing", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on("warning", note);
    const failing = inTransaction(pool, (client) =>
      together(["SELECT 1", "SELECT 1 / 0", "SELECT 2", "SELECT 3"].map((text) => client.query(text))),
    );
    expect(sqlState(await failing.catch((error: unknown) => error))).toBe(DIVISION_BY_ZERO);
    const { rows } = await inTransaction(pool, (client) => client.query("SELECT 1 AS one"));
    expect(rows).toEqual([{ one: 1 }]);
    await sleep(0);
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });
});
